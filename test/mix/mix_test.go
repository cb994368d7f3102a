package mix_test

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"maps"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/pylon-gen/pylon-gen/internal/render"
	"github.com/pylon-gen/pylon-gen/test/mix"
)

var alone = flag.Int64("mix.seed", -1, "look at the mix of this seed only, and print it")

const seeds = 2000

// wanted are the seeds to look at.
func wanted() []uint64 {
	if *alone >= 0 {
		return []uint64{uint64(*alone)}
	}
	list := make([]uint64, seeds)
	for i := range list {
		list[i] = uint64(i)
	}
	return list
}

// inParallel runs do for all seeds on all processors.
func inParallel(list []uint64, do func(uint64)) {
	var wait sync.WaitGroup
	next := make(chan uint64)
	for range runtime.GOMAXPROCS(0) {
		wait.Go(func() {
			for seed := range next {
				do(seed)
			}
		})
	}
	for _, seed := range list {
		next <- seed
	}
	close(next)
	wait.Wait()
}

// rendered renders a mix; a panic becomes an error.
func rendered(m mix.Mix) (files []render.File, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
	}()
	_, files, err = mix.Render(m)
	return files, err
}

// Every mix is rendered without a panic, to the same bytes each time, with its
// texts inert wherever they stand. Few of the mixes may be refused: those show
// nothing.
func TestMixes(t *testing.T) {
	var mu sync.Mutex
	refused := map[string]int{}
	total := 0
	list := wanted()
	inParallel(list, func(seed uint64) {
		m := mix.Spec(seed)
		files, err := rendered(m)
		var problems []string
		var no mix.Refused
		switch {
		case errors.As(err, &no):
			mu.Lock()
			defer mu.Unlock()
			total++
			for _, why := range no {
				refused[why]++
			}
			return
		case err != nil:
			problems = append(problems, err.Error())
		default:
			problems = append(problems, differences(files, m)...)
			problems = append(problems, mix.Faults(m, files)...)
		}
		if len(problems) > 0 {
			mu.Lock()
			defer mu.Unlock()
			t.Errorf("seed %d, alone with: go test ./test/mix -run TestMixes -mix.seed %d\n  %s", seed, seed, strings.Join(problems, "\n  "))
		}
	})
	if *alone >= 0 {
		t.Log(mix.Spec(uint64(*alone)).Spec)
	}
	if total*100 > 2*len(list) {
		whys := slices.SortedFunc(maps.Keys(refused), func(a, b string) int { return refused[b] - refused[a] })
		for _, why := range whys[:min(len(whys), 40)] {
			t.Logf("%5d %s", refused[why], why)
		}
		t.Errorf("%d of %d mixes are refused", total, len(list))
	}
}

// differences renders once more and compares.
func differences(files []render.File, m mix.Mix) []string {
	again, err := rendered(mix.Spec(m.Seed))
	if err != nil || len(again) != len(files) {
		return []string{fmt.Sprintf("the second time there are %d files instead of %d, %v", len(again), len(files), err)}
	}
	var out []string
	for i := range files {
		if files[i].Path != again[i].Path || !bytes.Equal(files[i].Bytes, again[i].Bytes) {
			out = append(out, files[i].Path+" differs the second time")
		}
	}
	return out
}
