--[[
Write one run of a forecaster, whole, if what was stated before for the same model and block is what the caller saw.

KEYS[1] is <world>f:runs and only names the slot.

    ARGV[1]     <world>, the prefix that all generations share
    ARGV[2..4]  keys of order, models and the run, without prefix
    ARGV[5]     model, 32 bytes
    ARGV[6]     block
    ARGV[7]     RunRow that must stand there; empty for none
    ARGV[8]     ModelRow
    then field and value of the run's HASH, in turn

Returns 1 if written; 0, with nothing changed, if another writer was faster.
--]]
local runs, run_key = KEYS[1], prefix .. ARGV[4]
if (redis.call('HGET', run_key, 'run') or '') ~= ARGV[7] then
  return 0
end
for _, member in ipairs(redis.call('ZRANGEBYSCORE', runs, ARGV[6], ARGV[6])) do
  if string.sub(member, 9) == ARGV[5] then redis.call('ZREM', runs, member) end
end
redis.call('UNLINK', run_key)
for at = 9, #ARGV, 2 do
  redis.call('HSET', run_key, ARGV[at], ARGV[at + 1])
end
redis.call('HSET', prefix .. ARGV[3], ARGV[5], ARGV[8])
local order = redis.call('INCR', prefix .. ARGV[2])
redis.call('ZADD', runs, ARGV[6], struct.pack('>I8', order) .. ARGV[5])
return 1
