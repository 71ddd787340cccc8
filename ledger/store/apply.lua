--[[
Apply a window of blocks to the chain space, if the cursor still is where the caller saw it.

    ARGV[2..3]  number and hash the cursor must have
    ARGV[4..6]  number, hash and time of its new place
    ARGV[7]     floor: blocks up to here are final; what undoes them is forgotten
    ARGV[8]     how many members for b:ring follow, then: number, member
    then for each block: number, 1 to keep its undo or 0, how many operations, and the operations

Returns 1 if applied; 0, with nothing changed, if the cursor is elsewhere.
--]]
if redis.call('HGET', meta, 'number') ~= ARGV[2] or redis.call('HGET', meta, 'hash') ~= ARGV[3] then
  return 0
end
local at = 9
for _ = 1, tonumber(ARGV[8]) do
  redis.call('ZADD', ring, ARGV[at], ARGV[at + 1])
  at = at + 2
end
while at <= #ARGV do
  local block, undo, count = ARGV[at], ARGV[at + 1] == '1' and {} or nil, tonumber(ARGV[at + 2])
  at = at + 3
  for _ = 1, count do
    run(ARGV[at], ARGV[at + 1], ARGV[at + 2], ARGV[at + 3], undo)
    at = at + 4
  end
  if undo then keep(undo, block, 'c') end
end
local floor = math.max(number_of('floor'), tonumber(ARGV[7]))
redis.call('HSET', meta, 'number', ARGV[4], 'hash', ARGV[5], 'time', ARGV[6], 'floor', string.format('%.0f', floor))
redis.call('ZREMRANGEBYSCORE', ring, '-inf', '(' .. string.format('%.0f', floor))
forget(floor)
return 1
