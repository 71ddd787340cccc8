--[[
Say which keys were written since a reader looked, if every write since then left its undo list.

    ARGV[2..3]  order and history that the reader saw

Returns order and history now, then the names of the keys, each once, without prefix; nothing if that cannot be told:
after a fork, after final blocks, when undo lists are gone, or when the reader saw another history than this one.
--]]
local MOST = 256 -- writes; whoever was away for longer begins anew
local first, now, history = tonumber(ARGV[2]), number_of('order'), ARGV[3]
if now < first or now - first > MOST then return {} end
local found, seen = {string.format('%.0f', now), redis.call('HGET', meta, 'history') or ''}, {}
for order = first + 1, now do
  local packed = redis.call('GET', undone .. ':' .. string.format('%.0f', order))
  if not packed then return {} end
  history = redis.sha1hex(history .. packed)
  for _, step in ipairs(cmsgpack.unpack(packed)) do
    if not seen[step[2]] then
      seen[step[2]] = true
      found[#found + 1] = step[2]
    end
  end
end
return history == found[2] and found or {}
