--[[
Note where the chain's head is and when that was seen, if the books are open (never half-open them).

    ARGV[2]  number of the head
    ARGV[3]  now, Unix seconds

Returns 1 if noted, else 0; -2 if another indexer leads.
--]]
if fenced() then return -2 end
if redis.call('EXISTS', meta) == 0 then
  return 0
end
redis.call('HSET', meta, 'head', ARGV[2], 'seen', ARGV[3])
return 1
