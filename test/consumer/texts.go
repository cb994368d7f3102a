package consumer

import (
	"fmt"
	"strings"
)

// EachText visits every text within an input, with its path. JSON within a text
// is one text.
func EachText(v any, at string, visit func(at, text string)) {
	switch v := v.(type) {
	case string:
		visit(at, v)
	case []any:
		for n, m := range v {
			EachText(m, fmt.Sprintf("%s[%d]", at, n), visit)
		}
	case map[string]any:
		for key, m := range v {
			EachText(m, strings.TrimPrefix(at+"."+key, "."), visit)
		}
	}
}
