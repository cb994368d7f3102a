package schema

// nearest gives the candidate that a mistyped word most likely meant: at most
// two edits away (one for words up to four letters), "" when none is.
func nearest(word string, candidates []string) string {
	best, limit := "", 3
	if len(word) <= 4 {
		limit = 2
	}
	for _, c := range candidates {
		if d := edits(word, c); d < limit {
			best, limit = c, d
		}
	}
	return best
}

// edits counts the insertions, deletions, substitutions and swaps of neighbours
// that turn a into b.
func edits(a, b string) int {
	ra, rb := []rune(a), []rune(b)
	if len(ra) > len(rb)+3 || len(rb) > len(ra)+3 {
		return len(ra) + len(rb)
	}
	d := make([][]int, len(ra)+1)
	for i := range d {
		d[i] = make([]int, len(rb)+1)
		d[i][0] = i
	}
	for j := range d[0] {
		d[0][j] = j
	}
	for i := 1; i <= len(ra); i++ {
		for j := 1; j <= len(rb); j++ {
			cost := 1
			if ra[i-1] == rb[j-1] {
				cost = 0
			}
			d[i][j] = min(d[i-1][j]+1, d[i][j-1]+1, d[i-1][j-1]+cost)
			if i > 1 && j > 1 && ra[i-1] == rb[j-2] && ra[i-2] == rb[j-1] {
				d[i][j] = min(d[i][j], d[i-2][j-2]+1)
			}
		}
	}
	return d[len(ra)][len(rb)]
}
