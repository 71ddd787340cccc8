--[[
Take back everything above a block, in both spaces, if the cursor still is where the caller saw it.

    ARGV[2..3]  number and hash the cursor must have
    ARGV[4..6]  number, hash and time of the block to go back to

Returns 1 if done; 0, with nothing changed, if the cursor is elsewhere; -1 if the block is below the floor; -2 if
another indexer leads.
--]]
if fenced() then return -2 end
if redis.call('HGET', meta, 'number') ~= ARGV[2] or redis.call('HGET', meta, 'hash') ~= ARGV[3] then
  return 0
end
if tonumber(ARGV[4]) < number_of('floor') then
  return -1
end
local above = '(' .. ARGV[4]
local orders = {}
for _, member in ipairs(redis.call('ZRANGEBYSCORE', undone, above, '+inf')) do
  orders[#orders + 1] = (struct.unpack('>I8', member))
end
table.sort(orders)
for at = #orders, 1, -1 do
  local key = undone .. ':' .. string.format('%.0f', orders[at])
  local undo = cmsgpack.unpack(redis.call('GET', key))
  for step = #undo, 1, -1 do
    run(undo[step][1], undo[step][2], undo[step][3], undo[step][4], nil)
  end
  redis.call('UNLINK', key)
end
redis.call('ZREMRANGEBYSCORE', undone, above, '+inf')
redis.call('ZREMRANGEBYSCORE', ring, above, '+inf')
redis.call('HINCRBY', meta, 'forks', 1)
number_write(ARGV[5])
redis.call('HSET', meta, 'number', ARGV[4], 'hash', ARGV[5], 'time', ARGV[6])
return 1
