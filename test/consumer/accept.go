package consumer

import (
	"errors"
	"os"
	"testing"
)

// errNotAsked is the answer of every consumer that is not requested.
var errNotAsked = errors.New("needs real consumers: set PYLON_REQUIRE_TOOLS=1")

// asked reports whether real consumers are requested. Plain `go test` uses Go and git
// only and returns the same verdict on every machine, whatever is installed there.
// Goldens are recorded with the consent of all consumers only.
func asked() error {
	if os.Getenv("PYLON_REQUIRE_TOOLS") == "1" || os.Getenv("PYLON_UPDATE") == "1" {
		return nil
	}
	return errNotAsked
}

// Needs skips a test unless real consumers are asked for, and fails it where one
// of these programs is missing then.
func Needs(t *testing.T, programs ...string) {
	t.Helper()
	if err := asked(); err != nil {
		t.Skip(err)
	}
	for _, name := range programs {
		if _, err := need(name); err != nil {
			t.Fatal(err)
		}
	}
}

// Accept fails a test on a refusal, and where a consumer is missing. It skips
// the test unless real consumers are asked for.
func Accept(t *testing.T, err error) {
	t.Helper()
	if errors.Is(err, errNotAsked) {
		t.Skip(err)
	}
	if err != nil {
		t.Error(err)
	}
}

// Refuse fails a test unless there is a refusal: a missing consumer is none.
func Refuse(t *testing.T, err error) {
	t.Helper()
	var missing *Missing
	switch {
	case err == nil:
		t.Error("the consumer accepts what is wrong")
	case errors.Is(err, errNotAsked):
		t.Skip(err)
	case errors.As(err, &missing):
		t.Error(err)
	}
}
