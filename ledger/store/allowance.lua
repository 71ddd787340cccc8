--[[
Take requests out of a caller's bucket, which fills by itself: a token bucket by this server's clock.

KEYS[1] is the bucket, a HASH that goes away once it would be full:

    left  requests at hand, with three decimals
    at    when that was counted, in milliseconds of this server's clock

    ARGV[1]  unused
    ARGV[2]  requests that come in a second
    ARGV[3]  most that are at hand
    ARGV[4]  how many are wanted

Returns how many were taken, at least one; or, if there is none, in how many milliseconds there is one, negative.
--]]
local bucket, rate, most = KEYS[1], tonumber(ARGV[2]), tonumber(ARGV[3])
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local held = redis.call('HMGET', bucket, 'left', 'at')
local left = most
if held[1] then
  left = math.min(most, tonumber(held[1]) + math.max(0, now - tonumber(held[2])) * rate / 1000)
end
if left < 1 then
  return -math.ceil((1 - left) * 1000 / rate)
end
local taken = math.min(tonumber(ARGV[4]), math.floor(left))
redis.call('HSET', bucket, 'left', string.format('%.3f', left - taken), 'at', string.format('%.0f', now))
redis.call('PEXPIRE', bucket, math.ceil(most * 1000 / rate) + 1000)
return taken
