package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/release"
)

// platform is a system and a processor that a release has a binary for, by Go's names.
type platform struct{ system, processor string }

var platforms = []platform{
	{"darwin", "amd64"}, {"darwin", "arm64"},
	{"linux", "amd64"}, {"linux", "arm64"},
	{"windows", "amd64"}, {"windows", "arm64"},
}

// archive is the file name of the platform's archive.
func (p platform) archive() string {
	kind := "tar.gz"
	if p.system == "windows" {
		kind = "zip"
	}
	return fmt.Sprintf("pylon-gen_%s_%s_%s.%s", release.Version, p.system, p.processor, kind)
}

// url is where the archive is published.
func (p platform) url() string {
	return release.Repository + "/releases/download/v" + release.Version + "/" + p.archive()
}

// binary is the file name of the program.
func (p platform) binary() string {
	if p.system == "windows" {
		return "pylon-gen.exe"
	}
	return "pylon-gen"
}

// checksums reads checksums.txt: SHA-256 by the name of the file.
func checksums(dist string) (map[string]string, error) {
	text, err := os.ReadFile(filepath.Join(dist, "checksums.txt"))
	if err != nil {
		return nil, err
	}
	sums := map[string]string{}
	for line := range strings.Lines(string(text)) {
		fields := strings.Fields(line)
		if len(fields) != 2 || len(fields[0]) != 64 {
			return nil, fmt.Errorf("checksums.txt: %q is not a SHA-256 and a name", strings.TrimSpace(line))
		}
		sums[fields[1]] = fields[0]
	}
	for _, p := range platforms {
		if sums[p.archive()] == "" {
			return nil, fmt.Errorf("checksums.txt has no %s", p.archive())
		}
	}
	return sums, nil
}

// extract returns the program in the archive of a platform, which must have the checksum
// that was published.
func extract(dist string, p platform, sum string) ([]byte, error) {
	text, err := os.ReadFile(filepath.Join(dist, p.archive()))
	if err != nil {
		return nil, err
	}
	if got := sha256.Sum256(text); hex.EncodeToString(got[:]) != sum {
		return nil, fmt.Errorf("%s does not have the checksum in checksums.txt", p.archive())
	}
	if strings.HasSuffix(p.archive(), ".zip") {
		return unzip(text, p.binary())
	}
	return untar(text, p.binary())
}

func untar(text []byte, name string) ([]byte, error) {
	z, err := gzip.NewReader(bytes.NewReader(text))
	if err != nil {
		return nil, err
	}
	for files := tar.NewReader(z); ; {
		header, err := files.Next()
		if err != nil {
			return nil, fmt.Errorf("no %s in the archive: %w", name, err)
		}
		if header.Name == name {
			return io.ReadAll(files)
		}
	}
}

func unzip(text []byte, name string) ([]byte, error) {
	files, err := zip.NewReader(bytes.NewReader(text), int64(len(text)))
	if err != nil {
		return nil, err
	}
	file, err := files.Open(name)
	if err != nil {
		return nil, fmt.Errorf("no %s in the archive: %w", name, err)
	}
	defer file.Close()
	return io.ReadAll(file)
}
