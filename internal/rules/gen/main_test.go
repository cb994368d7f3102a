package main

import (
	"os"
	"testing"
)

// The reference shows what check prints today about each example.
func TestReferenceIsUpToDate(t *testing.T) {
	text, err := os.ReadFile("../../../docs/rules.md")
	if err != nil {
		t.Fatal(err)
	}
	if string(text) != document() {
		t.Error("docs/rules.md is not up to date: go generate ./internal/rules")
	}
}
