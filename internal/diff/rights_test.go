package diff

import "testing"

func TestCovers(t *testing.T) {
	of := func(action, on string) right { return right{holder: "Role", action: action, on: on} }
	allButS3, allButGet := of(allBut+"s3:*", "*"), of(allBut+"s3:Get*", "*")
	conditional := of("s3:GetObject", "*")
	conditional.when = "[Bool=true]"
	for name, c := range map[string]struct {
		wide, narrow right
		want         bool
	}{
		"the same":                   {of("s3:GetObject", "<Uploads>"), of("s3:GetObject", "<Uploads>"), true},
		"a wildcard":                 {of("s3:*", "*"), of("s3:GetObject", "<Uploads>"), true},
		"the other way round":        {of("s3:GetObject", "<Uploads>"), of("s3:*", "<Uploads>"), false},
		"another case":               {of("s3:*", "*"), of("S3:PutObject", "*"), true},
		"another thing":              {of("s3:GetObject", "<A>"), of("s3:GetObject", "<B>"), false},
		"a slash is like the others": {of("s3:*", "arn:aws:s3:::b/*"), of("s3:GetObject", "arn:aws:s3:::b/x/y"), true},
		"always and sometimes":       {of("s3:GetObject", "*"), conditional, true},
		"sometimes and always":       {conditional, of("s3:GetObject", "*"), false},
		"what is left out":           {allButS3, allButGet, false},
		"less is left out":           {allButGet, allButS3, false},
	} {
		if got := c.wide.covers(c.narrow); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestOlder(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{{"16.8", "17.5", true}, {"16.8", "16.11", true}, {"16.11", "16.8", false}, {"16.8", "16.8", false}, {"7", "7.1", false}, {"x", "17", false}} {
		if got := older(c.a, c.b); got != c.want {
			t.Errorf("%s before %s: %v", c.a, c.b, got)
		}
	}
}
