package consumer

import (
	"encoding/pem"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"

	"github.com/pylon-gen/pylon-gen/internal/release"
)

// Releases serves a directory as GitHub serves the files of this version's release, on
// this machine alone. It returns the variables that lead the action to it.
func Releases(t *testing.T, dist string) (env []string) {
	t.Helper()
	server := httptest.NewTLSServer(http.StripPrefix("/v"+release.Version+"/", http.FileServer(http.Dir(dist))))
	t.Cleanup(server.Close)
	authority := filepath.Join(t.TempDir(), "authority.pem")
	text := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw})
	if err := os.WriteFile(authority, text, 0o644); err != nil {
		t.Fatal(err)
	}
	return []string{"PYLON_GEN_RELEASES=" + server.URL, "CURL_CA_BUNDLE=" + authority}
}
