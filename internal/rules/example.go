package rules

import (
	"encoding/json"
	"fmt"
	"maps"
	"strings"
)

// Files returns the files of a whole project that shows the example, by their paths: what
// every project has is added to it. A manifest that is not JSON is an error.
func (e Example) Files() (map[string]string, error) {
	manifest, err := wholeManifest(e.Manifest)
	if err != nil {
		return nil, err
	}
	files := map[string]string{"pylon.stack.yaml": wholeSpec(e.Spec), "pylon.manifest.json": manifest, "app.ts": "export default {};\n"}
	if e.Lock != "" {
		files["bun.lock"] = e.Lock + "\n"
	}
	if e.Dockerfile != "" {
		files["Dockerfile"] = e.Dockerfile + "\n"
	}
	return files, nil
}

// wholeSpec adds to an example what every spec has.
func wholeSpec(spec string) string {
	text := "version: 1\n"
	if !strings.Contains("\n"+spec, "\npylon:") {
		text += "pylon: { version: 0.20.0 }\n"
	}
	if spec != "" {
		text += spec + "\n"
	}
	if !strings.Contains("\n"+spec, "\nstages:") {
		text += "stages: { production: { domain: { name: api.example.com } } }\n"
	}
	return text
}

// wholeManifest adds to an example what every manifest has.
func wholeManifest(members string) (string, error) {
	manifest := map[string]any{
		"manifest_version": 1, "name": "todo", "version": "0.1.0", "routes": []any{},
		"entities": []any{map[string]any{"name": "Todo", "fields": []any{}, "indexes": []any{}}},
	}
	var more map[string]any
	if err := json.Unmarshal([]byte("{"+members+"}"), &more); err != nil {
		return "", fmt.Errorf("the manifest of an example: %w", err)
	}
	maps.Copy(manifest, more)
	text, err := json.MarshalIndent(manifest, "", "  ")
	return string(text) + "\n", err
}
