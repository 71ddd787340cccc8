--[[
Take, keep or give back the lease of one index: who holds it writes, everybody else waits.

    ARGV[2]  who asks: a random name
    ARGV[3]  for how long, in milliseconds of this server's clock; 0 gives it back

It is kept in a HASH of the books:

    b:lease    holder, token (one higher with each other holder), until (ms of this server's clock),
               fence (holder:token): what writes must show (see `fenced`)

Returns the token; 0 if somebody else holds it.
--]]
local lease = prefix .. 'b:lease'
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local holder = redis.call('HGET', lease, 'holder')
if holder and holder ~= ARGV[2] and now < tonumber(redis.call('HGET', lease, 'until')) then
  return 0
end
if tonumber(ARGV[3]) == 0 and holder ~= ARGV[2] then
  return 0
end
local token = tonumber(redis.call('HGET', lease, 'token') or '0')
if holder ~= ARGV[2] then token = token + 1 end
redis.call('HSET', lease, 'holder', ARGV[2], 'token', string.format('%.0f', token),
  'until', string.format('%.0f', now + tonumber(ARGV[3])), 'fence', ARGV[2] .. ':' .. string.format('%.0f', token))
return token
