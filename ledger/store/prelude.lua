--[[
What every write to the mirror shares. This file is put in front of the script that is sent.

A write is one script call: it looks whether the mirror still is where its caller saw it, and does all
or nothing. All keys carry one hash tag, so a script never leaves its slot on a cluster.

    KEYS[1]   <prefix>b:meta    HASH    names the slot; every other key is built from the prefix
    ARGV[1]   <prefix>

Keys of the books (all others are named by the operations; see keys.py for each):

    b:meta          HASH
        instance        random name of this index; another one after a flush
        number hash time   the cursor: last applied block, its hash (32 bytes), its time (Unix s)
        floor           no rollback goes below this block: its undo is gone
        forks           rollbacks so far
        order           writes so far; names the undo lists
        history         names what those writes came to: each is hashed with what stood here before it
        ranges          applied log ranges so far
        head seen       the chain's head when the follower last looked, and when that was (Unix s)
        origin          hash of the block before the first one of interest
    b:ring          ZSET    number8 .. hash32 .. time8 of recent blocks, by number
    b:undo          ZSET    order8 .. space ("c" or "l"), by block: which undo lists exist
    b:lease         HASH    who writes (`lease.lua`)
    b:undo:<order>  STRING  cmsgpack list of {code, key, field, value}, to be done from last to first

Operations come as four arguments each: code, key without prefix, first and second operand.

    hs  HSET key field value        undo: hs with the old value, or hd
    hn  HSETNX key field value      undo: hd, if it was set
    hi  HINCRBY key field by        undo: hs with the old value, or hd
    z   ZADD key member score       undo: z with the old score, or zr
    s   SET key value ""            undo: s with the old value, or d
    hd  HDEL key field ""           undo: hs with the old value, if there was one
    zr  ZREM key member ""          undo: z with the old score, if it was there
    d   DEL key "" ""               undo only
--]]
local meta, prefix = KEYS[1], ARGV[1]
local MANY = 2000 -- operands of one call; Lua's stack holds 8000 values
local ring, undone = prefix .. 'b:ring', prefix .. 'b:undo'

-- Whether a writer has been overtaken: the last argument is the token that it shows (`lease.lua`), empty for one that
-- writes without a lease, as a rebuild does into an index of its own.
local function fenced()
  local shown, held = table.remove(ARGV), redis.call('HGET', prefix .. 'b:lease', 'fence')
  return held and held ~= shown
end

local function number_of(field)
  return tonumber(redis.call('HGET', meta, field) or '0')
end

-- Do one operation; put its inverse into `undo` unless that is nil or nothing changed.
local function run(code, name, a, b, undo)
  local key = prefix .. name
  if code == 'hs' or code == 'hi' or code == 'hn' then
    local old = undo and redis.call('HGET', key, a)
    if code == 'hn' and old then return end
    if code == 'hs' then
      redis.call('HSET', key, a, b)
    elseif code == 'hn' then
      if redis.call('HSETNX', key, a, b) == 0 then return end
    else
      redis.call('HINCRBY', key, a, b)
    end
    if undo then
      undo[#undo + 1] = old and {'hs', name, a, old} or {'hd', name, a, ''}
    end
  elseif code == 'z' then
    local old = undo and redis.call('ZSCORE', key, a)
    redis.call('ZADD', key, b, a)
    if undo then
      undo[#undo + 1] = old and {'z', name, a, old} or {'zr', name, a, ''}
    end
  elseif code == 's' then
    local old = undo and redis.call('GET', key)
    redis.call('SET', key, a)
    if undo then
      undo[#undo + 1] = old and {'s', name, old, ''} or {'d', name, '', ''}
    end
  elseif code == 'hd' then
    local old = undo and redis.call('HGET', key, a)
    redis.call('HDEL', key, a)
    if undo and old then
      undo[#undo + 1] = {'hs', name, a, old}
    end
  elseif code == 'zr' then
    local old = undo and redis.call('ZSCORE', key, a)
    redis.call('ZREM', key, a)
    if undo and old then
      undo[#undo + 1] = {'z', name, a, old}
    end
  elseif code == 'd' then
    redis.call('DEL', key)
  else
    error('unknown operation ' .. tostring(code))
  end
end

-- Do operations of one code on one key, whose operands are ARGV[first..last], without undo. Hashes and ZSETs take
-- many in one call: operands of a ZSET stand as score, member.
local function run_all(code, name, first, last)
  local many = code == 'hs' and 'HSET' or code == 'z' and 'ZADD'
  if many then
    for at = first, last, MANY do
      redis.call(many, prefix .. name, unpack(ARGV, at, math.min(at + MANY - 1, last)))
    end
    return
  end
  for at = first, last, 2 do
    run(code, name, ARGV[at], ARGV[at + 1], nil)
  end
end

-- Count a write, whose words `text` are: two mirrors of one history hold the same.
local function number_write(text)
  redis.call('HSET', meta, 'history', redis.sha1hex((redis.call('HGET', meta, 'history') or '') .. text))
  return redis.call('HINCRBY', meta, 'order', 1)
end

-- Keep an undo list for `block`, so that `rollback` finds it, and readers see what was touched (`touched.lua`).
local function keep(undo, block, space)
  if #undo == 0 then return end
  local packed = cmsgpack.pack(undo)
  local order = number_write(packed)
  local name = string.format('%.0f', order)
  redis.call('SET', undone .. ':' .. name, packed)
  redis.call('ZADD', undone, block, struct.pack('>I8', order) .. space)
end

-- Forget the undo lists of blocks up to `floor`.
local function forget(floor)
  for _, member in ipairs(redis.call('ZRANGEBYSCORE', undone, '-inf', floor)) do
    redis.call('UNLINK', undone .. ':' .. string.format('%.0f', (struct.unpack('>I8', member))))
  end
  redis.call('ZREMRANGEBYSCORE', undone, '-inf', floor)
end
