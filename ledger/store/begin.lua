--[[
Open the books of an empty mirror. Does nothing if they are open.

    ARGV[2]     random name of this index
    ARGV[3..5]  number, hash and time of the block before the first one of interest
    ARGV[6]     now, Unix seconds

Returns 1 if the books are new, else 0; -2 if another indexer leads.
--]]
if fenced() then return -2 end
if redis.call('EXISTS', meta) == 1 then
  return 0
end
redis.call('HSET', meta, 'instance', ARGV[2], 'number', ARGV[3], 'hash', ARGV[4], 'time', ARGV[5],
  'floor', ARGV[3], 'forks', '0', 'order', '0', 'history', ARGV[2],
  'ranges', '0', 'head', ARGV[3], 'seen', ARGV[6], 'origin', ARGV[4])
return 1
