# Short names for what README and docs describe. Nothing here is needed to use
# or test the program.

.PHONY: bench golden

# Whole-process timings alongside other programs, and the Go benchmarks.
bench:
	tools/bench/bench

# Record golden outputs; needs every consumer (node, npm, cfn-lint, docker compose).
golden:
	PYLON_UPDATE=1 go test ./cmd/pylon-gen -run 'TestGolden|TestScripts'
