package consumer

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

var (
	//go:embed editor/strict.cjs
	strictScript []byte
	//go:embed editor/ask.cjs
	askScript []byte
)

// StrictSchema asks ajv, in its strict mode, whether it accepts a JSON Schema.
func StrictSchema(schema []byte) error {
	_, err := schemaScript(strictScript, schema, nil)
	return err
}

// Seen is what an editor shows for a text.
type Seen struct {
	Hover    string   // at the cursor
	Labels   []string // what it proposes at the cursor
	Problems []string // of the whole text
}

// Editor asks yaml-language-server what an editor shows for texts that are checked
// against a JSON Schema. A | in a text is the cursor.
func Editor(schema []byte, texts []string) ([]Seen, error) {
	type question struct {
		Text string `json:"text"`
	}
	questions := make([]question, len(texts))
	for i, text := range texts {
		questions[i].Text = text
	}
	in, err := json.Marshal(questions)
	if err != nil {
		return nil, err
	}
	out, err := schemaScript(askScript, schema, in)
	if err != nil {
		return nil, err
	}
	var seen []Seen
	if err := json.Unmarshal(out, &seen); err != nil {
		return nil, fmt.Errorf("yaml-language-server: %w: %s", err, out)
	}
	if len(seen) != len(texts) {
		return nil, fmt.Errorf("yaml-language-server: %d answers to %d questions", len(seen), len(texts))
	}
	return seen, nil
}

// schemaScript runs a script of the directory editor on a schema.
func schemaScript(script, schema, in []byte) ([]byte, error) {
	node, err := need("node")
	if err != nil {
		return nil, err
	}
	modules, err := installed("editor-"+ajvVersion+"-"+languageServerVersion, func(dir string) error {
		if err := os.WriteFile(filepath.Join(dir, "package.json"), []byte("{\"private\":true}\n"), 0o644); err != nil {
			return err
		}
		return verdict(dir, nil, "npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error",
			"ajv@"+ajvVersion, "yaml-language-server@"+languageServerVersion, "vscode-languageserver-textdocument@"+textDocumentVersion)
	})
	if err != nil {
		return nil, err
	}
	var out []byte
	err = laidOut([]File{{"script.cjs", script}, {"schema.json", schema}}, func(dir string, names []string) error {
		cmd := exec.Command(node, names...)
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), "NODE_PATH="+filepath.Join(modules, "node_modules"))
		cmd.Stdin = bytes.NewReader(in)
		var complaint bytes.Buffer
		cmd.Stderr = &complaint
		var err error
		if out, err = cmd.Output(); err != nil {
			return fmt.Errorf("%w: %s", err, bytes.TrimSpace(complaint.Bytes()))
		}
		return nil
	})
	return out, err
}
