package sst_test

import (
	"github.com/pylon-gen/pylon-gen/internal/stack"
	"github.com/pylon-gen/pylon-gen/internal/stack/stacktest"
)

// cases are apps that between them use everything that the renderer can write.
func cases() map[string]*stack.App {
	return map[string]*stack.App{
		"stateless": stacktest.Stateless(),
		"single":    stacktest.SingleReplica(),
		"plain":     stacktest.Plain(),
	}
}
