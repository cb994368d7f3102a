package output

import (
	"bufio"
	"crypto/sha256"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pylon-gen/pylon-gen/internal/lock"
)

// TestMain makes the test binary a writer that never ends when the variable is
// set: generation after generation of the same project.
func TestMain(m *testing.M) {
	dir, isWriter := os.LookupEnv("PYLON_TEST_WRITE")
	if !isWriter {
		os.Exit(m.Run())
	}
	generation, err := strconv.Atoi(os.Args[1])
	for ; err == nil; generation++ {
		fmt.Println("begin")
		var tree *Tree
		if tree, err = Open(dir); err == nil {
			_, err = tree.Write(large(generation))
			tree.Close()
		}
	}
	fmt.Println("failed:", err)
	os.Exit(1)
}

// large is a project whose renames take a while.
func large(generation int) Job {
	j := job(generation)
	for n := range 8 {
		path := fmt.Sprintf("infra/cloudformation/stage-%d.yaml", n)
		j.Files = append(j.Files, File{path, content(path, generation)})
	}
	return j
}

// TestKilledAtAnyMoment kills a writer again and again. Whatever the moment, each
// file is whole, and the next writer, which renders something else, is not told
// that anything was edited by hand.
func TestKilledAtAnyMoment(t *testing.T) {
	kills := 60
	if os.Getenv("PYLON_REQUIRE_TOOLS") == "1" { // where time does not matter
		kills = 200
	}
	dir := t.TempDir()
	random := rand.New(rand.NewPCG(3, 4))
	pending, leftovers := 0, 0
	for n := range kills {
		if n%2 == 0 { // among the renames
			kill(t, dir, 1+1000*n, 1, random.IntN(300), true)
		} else { // anywhere, over what the last one left
			kill(t, dir, 1+1000*n, 1+random.IntN(2), random.IntN(2500), false)
		}
		for _, f := range large(0).Files {
			text, err := os.ReadFile(filepath.Join(dir, f.Path))
			if err == nil && !whole(f.Path, text) {
				t.Fatalf("kill %d left a part of %s", n, f.Path)
			}
		}
		if isPending(dir) {
			pending++
		}
		if n%2 == 0 {
			continue
		}
		other := large(-n)
		leftovers += age(t, dir)
		mustWrite(t, dir, other)
		if left := age(t, dir); left > 0 {
			t.Fatalf("%d leftovers of killed runs stay", left)
		}
		if drifts := compare(t, dir, other); len(drifts) > 0 {
			t.Fatalf("after kill %d and a plain run: %v", n, drifts)
		}
	}
	if pending < kills/10 {
		t.Errorf("only %d kills hit the renames: the test proves little", pending)
	}
	t.Logf("%d of %d kills came between the first rename and the last", pending, kills)
	t.Logf("%d leftovers of killed runs were removed", leftovers)
}

// age makes the temporary files below dir look abandoned and counts them.
func age(t *testing.T, dir string) int {
	t.Helper()
	past := time.Now().Add(-time.Hour)
	left := append(temps(dir), temps(filepath.Join(dir, "infra/cloudformation"))...)
	for _, path := range left {
		if err := os.Chtimes(path, past, past); err != nil {
			t.Fatal(err)
		}
	}
	return len(left)
}

func temps(dir string) []string {
	names, _ := filepath.Glob(filepath.Join(dir, tempPrefix+"*"))
	return names
}

// isPending reports whether the lock knows of files that are about to be written.
func isPending(dir string) bool {
	text, err := os.ReadFile(filepath.Join(dir, lock.File))
	return err == nil && strings.Contains(string(text), "\npending ")
}

// kill starts a writer, waits until it has begun some writes, or until it
// renames, works on something else for a while and kills it.
func kill(t *testing.T, dir string, generation, begun, work int, renaming bool) {
	t.Helper()
	cmd := exec.Command(os.Args[0], strconv.Itoa(generation))
	cmd.Env = append(os.Environ(), "PYLON_TEST_WRITE="+dir)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	for ; begun > 0 && lines.Scan(); begun-- {
		if lines.Text() != "begin" {
			t.Fatal(lines.Text())
		}
	}
	for polls := 0; renaming && !isPending(dir); polls++ {
		if polls == 1_000_000 {
			t.Fatal("the lock never names what is about to be written")
		}
	}
	sum := sha256.Sum256(nil)
	for range work {
		sum = sha256.Sum256(append(make([]byte, 1024), sum[:]...))
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	for lines.Scan() {
		if lines.Text() != "begin" {
			t.Fatal(lines.Text())
		}
	}
	var exit *exec.ExitError
	if err := cmd.Wait(); !errors.As(err, &exit) || exit.Exited() {
		t.Fatalf("the writer was not killed: %v", err)
	}
}

// whole reports whether text is all of one generation.
func whole(path string, text []byte) bool {
	var generation int
	if _, err := fmt.Sscanf(string(text), path+" of generation %d\n", &generation); err != nil {
		return false
	}
	return string(text) == string(content(path, generation))
}

// TestWritersAtTheSameTime: in the end everything is of one of them, and the
// lock says so.
func TestWritersAtTheSameTime(t *testing.T) {
	dir := t.TempDir()
	var writers sync.WaitGroup
	for w := range 4 {
		writers.Go(func() {
			for n := range 10 {
				if _, err := write(t, dir, job(100*w+n)); err != nil {
					t.Errorf("writer %d: %v", w, err)
				}
			}
		})
	}
	writers.Wait()
	for w := range 4 {
		if len(compare(t, dir, job(100*w+9))) == 0 {
			mustWrite(t, dir, job(1)) // nothing is taken for edited
			return
		}
	}
	t.Error("the files are not of one writer")
}
