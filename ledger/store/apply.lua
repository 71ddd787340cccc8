--[[
Apply a window of blocks to the chain space, if the cursor still is where the caller saw it.

    ARGV[2..3]  number and hash the cursor must have
    ARGV[4..6]  number, hash and time of its new place
    ARGV[7]     floor: blocks up to here are final; what undoes them is forgotten
    ARGV[8]     how many members for b:ring follow, then: number, member
    then how many runs of operations without undo follow, and for each: code, key, how many, their operands
    then for each block that keeps its undo: number, how many operations, and the operations

Returns 1 if applied; 0, with nothing changed, if the cursor is elsewhere; -2 if another indexer leads.
--]]
if fenced() then return -2 end
if redis.call('HGET', meta, 'number') ~= ARGV[2] or redis.call('HGET', meta, 'hash') ~= ARGV[3] then
  return 0
end
local at = 9
for _ = 1, tonumber(ARGV[8]) do
  redis.call('ZADD', ring, ARGV[at], ARGV[at + 1])
  at = at + 2
end
local runs = tonumber(ARGV[at])
at = at + 1
if runs > 0 then number_write(ARGV[5]) end
for _ = 1, runs do
  local code, name, last = ARGV[at], ARGV[at + 1], at + 2 + 2 * tonumber(ARGV[at + 2])
  run_all(code, name, at + 3, last)
  at = last + 1
end
while at <= #ARGV do
  local block, undo, count = ARGV[at], {}, tonumber(ARGV[at + 1])
  at = at + 2
  for _ = 1, count do
    run(ARGV[at], ARGV[at + 1], ARGV[at + 2], ARGV[at + 3], undo)
    at = at + 4
  end
  keep(undo, block, 'c')
end
local floor = math.max(number_of('floor'), tonumber(ARGV[7]))
redis.call('HSET', meta, 'number', ARGV[4], 'hash', ARGV[5], 'time', ARGV[6], 'floor', string.format('%.0f', floor))
redis.call('ZREMRANGEBYSCORE', ring, '-inf', '(' .. string.format('%.0f', floor))
forget(floor)
return 1
