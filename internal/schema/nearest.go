package schema

// nearest gives the candidate that a mistyped word most likely meant: at most
// two edits away (one for words up to four letters), "" when none is.
func nearest(word string, candidates []string) string {
	best, limit := "", 3
	if len(word) <= 4 {
		limit = 2
	}
	if len(word) > longest {
		return ""
	}
	letters := []rune(word)
	for _, c := range candidates {
		other := []rune(c)
		if len(c) > longest || len(letters) >= len(other)+limit || len(other) >= len(letters)+limit {
			continue
		}
		if d := edits(letters, other); d < limit {
			best, limit = c, d
		}
	}
	return best
}

// longest is the greatest length in bytes of a word that is guessed at.
const longest = 40

// edits counts the insertions, deletions, substitutions and swaps of neighbours
// that turn a into b.
func edits(a, b []rune) int {
	var d [longest + 1][longest + 1]uint8
	for i := range len(a) + 1 {
		d[i][0] = uint8(i)
	}
	for j := range len(b) + 1 {
		d[0][j] = uint8(j)
	}
	for i := 1; i <= len(a); i++ {
		for j := 1; j <= len(b); j++ {
			cost := uint8(1)
			if a[i-1] == b[j-1] {
				cost = 0
			}
			d[i][j] = min(d[i-1][j]+1, d[i][j-1]+1, d[i-1][j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				d[i][j] = min(d[i][j], d[i-2][j-2]+1)
			}
		}
	}
	return int(d[len(a)][len(b)])
}
