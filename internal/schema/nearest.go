package schema

// Nearest returns the candidate that a mistyped word most likely meant: at most
// two edits away (one for words up to four letters), "" when none is.
func Nearest(word string, candidates []string) string {
	limit := 3
	if len(word) <= 4 {
		limit = 2
	}
	return nearest(word, candidates, limit)
}

// OneEdit returns the candidate that is one edit away from a word, "" when none
// is.
func OneEdit(word string, candidates []string) string { return nearest(word, candidates, 2) }

// nearest returns the candidate that is the fewest edits away from a word, and
// fewer than limit; "" when none is.
func nearest(word string, candidates []string, limit int) string {
	best := ""
	if len(word) > longest {
		return ""
	}
	letters := []rune(word)
	for _, c := range candidates {
		other := []rune(c)
		if len(c) > longest || len(letters) >= len(other)+limit || len(other) >= len(letters)+limit {
			continue
		}
		if d := edits(letters, other, limit); d < limit {
			best, limit = c, d
		}
	}
	return best
}

// longest is the greatest length in bytes of a word that is guessed at.
const longest = 40

// edits counts the insertions, deletions, substitutions and swaps of neighbours
// that turn a into b, but stops at limit.
func edits(a, b []rune, limit int) int {
	var rows [3][longest + 1]int // of the table of Damerau and Levenshtein, in turn
	for j := range len(b) + 1 {
		rows[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		row, above, twoAbove := &rows[i%3], &rows[(i+2)%3], &rows[(i+1)%3]
		row[0] = i
		least := i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(above[j]+1, row[j-1]+1, above[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], twoAbove[j-2]+1)
			}
			least = min(least, row[j])
		}
		if least > limit { // what follows comes from this row or the one above, at most one less
			return limit
		}
	}
	return rows[len(a)%3][len(b)]
}
