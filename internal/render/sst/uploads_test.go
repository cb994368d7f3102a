package sst_test

import (
	"strings"
	"testing"

	"github.com/pylon-gen/pylon-gen/internal/stack/stacktest"
)

// S3 refuses a rule without an origin: where pages of none may upload there is no
// rule.
func TestUploadsWithoutOrigins(t *testing.T) {
	app := stacktest.Stateless()
	for without, want := range []string{"cors: {", "cors: stage.uploadsByPages", "cors: stage.uploadsByPages", "cors: false"} {
		if without > 0 {
			app.Stages[without-1].Files.Origins = nil
		}
		if got := section(t, render(app), `new sst.aws.Bucket("Uploads", {`, "\n\n"); !strings.Contains(got, want) {
			t.Errorf("%d stages without origins: no %q in %s", without, want, got)
		}
	}
}
