package judge

import (
	"errors"
	"os"
	"testing"
)

// Accept fails a test on a refusal. A judge that is not there is a loud skip,
// or a failure where PYLON_REQUIRE_TOOLS=1 demands all of them.
func Accept(t *testing.T, err error) {
	t.Helper()
	var missing *Missing
	switch {
	case errors.As(err, &missing) && os.Getenv("PYLON_REQUIRE_TOOLS") != "1":
		t.Skipf("NOT PROVEN: %v", err)
	case err != nil:
		t.Error(err)
	}
}
