package diag

import "fmt"

// Count is a number of things in words, as in "1 error" and "2 errors". The plural of word
// must be made with an s.
func Count(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return fmt.Sprintf("%d %ss", n, word)
}
