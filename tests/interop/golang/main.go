// Checks a published log with Go's own implementations, which share no line with ours: golang.org/x/mod/sumdb/note
// reads the signed note, golang.org/x/mod/sumdb/tlog the tiles. The one thing written here is what a cosignature signs.
//
//	check FOLDER LOG_KEY OLD_SIZE OLD_ROOT_BASE64 [WITNESS_KEY...]
//
// Prints one line a fact; the exit code is 1 at the first that does not hold.
package main

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const height = 8

func must(err error, what string) {
	if err != nil {
		fmt.Fprintf(os.Stderr, "%s: %v\n", what, err)
		os.Exit(1)
	}
}

// witness verifies cosignature/v1 lines (c2sp.org/tlog-cosignature), which Go's package does not know.
type witness struct {
	name string
	hash uint32
	key  ed25519.PublicKey
}

func (w witness) Name() string    { return w.name }
func (w witness) KeyHash() uint32 { return w.hash }
func (w witness) Verify(msg, sig []byte) bool {
	if len(sig) != 8+ed25519.SignatureSize {
		return false
	}
	head := fmt.Sprintf("cosignature/v1\ntime %d\n", binary.BigEndian.Uint64(sig))
	return ed25519.Verify(w.key, append([]byte(head), msg...), sig[8:])
}

func newWitness(text string) witness {
	parts := strings.SplitN(text, "+", 3)
	data, err := base64.StdEncoding.DecodeString(parts[2])
	must(err, "witness key")
	if data[0] != 4 || len(data) != 33 {
		must(fmt.Errorf("type %d, %d bytes", data[0], len(data)), "witness key")
	}
	sum := sha256.Sum256(append([]byte(parts[0]+"\n"), data...))
	return witness{parts[0], binary.BigEndian.Uint32(sum[:]), data[1:]}
}

// folder reads tiles as C2SP tlog-tiles names them: Go's names carry the height and write partial widths alike.
type folder struct{ root string }

func (f folder) path(t tlog.Tile) string {
	return filepath.Join(f.root, "tile", strings.TrimPrefix(t.Path(), fmt.Sprintf("tile/%d/", height)))
}
func (f folder) Height() int                      { return height }
func (f folder) SaveTiles([]tlog.Tile, [][]byte) {}
func (f folder) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	found := make([][]byte, len(tiles))
	for i, t := range tiles {
		data, err := os.ReadFile(f.path(t))
		if err != nil {
			return nil, err
		}
		found[i] = data
	}
	return found, nil
}

// entries reads the log's leaves out of its entry bundles: each a 16-bit length and that many bytes.
func entries(root string, size int64) [][]byte {
	var found [][]byte
	for at := int64(0); at < size; at += 256 {
		t := tlog.Tile{H: height, L: -1, N: at / 256, W: 256}
		if size-at < 256 {
			t.W = int(size - at)
		}
		name := strings.TrimPrefix(t.Path(), fmt.Sprintf("tile/%d/data/", height))
		data, err := os.ReadFile(filepath.Join(root, "tile", "entries", name))
		must(err, "entry bundle")
		for len(data) > 0 {
			length := int(binary.BigEndian.Uint16(data))
			found = append(found, data[2:2+length])
			data = data[2+length:]
		}
	}
	return found
}

func main() {
	root, logKey := os.Args[1], os.Args[2]
	verifier, err := note.NewVerifier(logKey)
	must(err, "log key")
	known := []note.Verifier{verifier}
	for _, text := range os.Args[5:] {
		known = append(known, newWitness(text))
	}
	text, err := os.ReadFile(filepath.Join(root, "checkpoint"))
	must(err, "checkpoint")
	opened, err := note.Open(text, note.VerifierList(known...))
	must(err, "note")
	if len(opened.Sigs) != len(known) {
		must(fmt.Errorf("%d of %d known keys signed", len(opened.Sigs), len(known)), "note")
	}
	lines := strings.Split(opened.Text, "\n")
	size, err := strconv.ParseInt(lines[1], 10, 64)
	must(err, "size")
	hash, err := tlog.ParseHash(lines[2])
	must(err, "root")
	tree := tlog.Tree{N: size, Hash: hash}
	fmt.Printf("note: %s, %d leaves, %d signatures hold, %d are by keys unknown here\n", lines[0], size, len(opened.Sigs), len(opened.UnverifiedSigs))

	reader := tlog.TileHashReader(tree, folder{root})
	leaves := entries(root, size)
	if int64(len(leaves)) != size {
		must(fmt.Errorf("%d", len(leaves)), "entries")
	}
	for i, leaf := range leaves {
		proof, err := tlog.ProveRecord(size, int64(i), reader)
		must(err, "prove record")
		must(tlog.CheckRecord(proof, size, hash, int64(i), tlog.RecordHash(leaf)), "record")
	}
	fmt.Printf("tiles: %d entries are in the tree\n", size)

	oldSize, err := strconv.ParseInt(os.Args[3], 10, 64)
	must(err, "old size")
	oldHash, err := tlog.ParseHash(os.Args[4])
	must(err, "old root")
	proof, err := tlog.ProveTree(size, oldSize, reader)
	must(err, "prove tree")
	must(tlog.CheckTree(proof, size, hash, oldSize, oldHash), "tree")
	fmt.Printf("growth: the tree of %d leaves extends that of %d\n", size, oldSize)
}
