--[[
Apply a range of log entries to the log space, if neither the log's cursor moved nor a fork happened.

    ARGV[2]  instance the caller saw
    ARGV[3]  forks the caller saw: without one in between, the anchor it read still stands
    ARGV[4]  key of the log's cursor, without prefix
    ARGV[5]  value it must have; empty for none
    ARGV[6]  block of the anchor
    then the operations; one of them sets the log's cursor

Returns 1 if applied; 0, with nothing changed, if the mirror is elsewhere; -2 if another indexer leads.
--]]
if fenced() then return -2 end
if redis.call('HGET', meta, 'instance') ~= ARGV[2] or redis.call('HGET', meta, 'forks') ~= ARGV[3] then
  return 0
end
if (redis.call('GET', prefix .. ARGV[4]) or '') ~= ARGV[5] then
  return 0
end
local undo = tonumber(ARGV[6]) > number_of('floor') and {} or nil
for at = 7, #ARGV, 4 do
  run(ARGV[at], ARGV[at + 1], ARGV[at + 2], ARGV[at + 3], undo)
end
if undo then
  keep(undo, ARGV[6], 'l')
else
  number_write(ARGV[4] .. redis.call('GET', prefix .. ARGV[4]))
end
redis.call('HINCRBY', meta, 'ranges', 1)
return 1
