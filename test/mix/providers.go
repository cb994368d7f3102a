package mix

// oauthNames are login providers: the runtime's, and some of one's own.
var oauthNames = []string{"google", "github", "apple", "microsoft", "acme", "constructor", "tostring", "valueof"}

func (g *gen) auth() any {
	oauth := tree{}
	for range g.IntN(3) {
		oauth[one(g, oauthNames...)] = g.oauth()
	}
	return tree{"oauth": oauth}
}

func (g *gen) oauth() tree {
	t := g.keys(tree{
		"redirect": one(g, "https://{stage}.example.com/callback", g.url()),
		"scopes":   []any{"openid", g.text()},
		"tenant":   g.text(), "teamId": g.text(), "keyId": g.text(), "issuer": g.text(),
	}, 40)
	if g.chance(20) {
		t["scopes"] = []any{}
	}
	t["clientId"] = g.text()
	return t
}

func (g *gen) email() any {
	t := tree{"provider": one(g, "sendgrid", "resend", "stack0", "webhook"), "from": g.text()}
	if t["provider"] == "webhook" {
		t["endpoint"] = g.text()
	}
	return t
}

func (g *gen) sms() any {
	return tree{"provider": "twilio", "accountSid": g.text(), "from": one(g, "+15550100", g.text())}
}

func (g *gen) captcha() any {
	t := tree{"provider": one(g, "hcaptcha", "turnstile", "recaptcha")}
	if g.chance(50) {
		t["minScore"] = one(g, 0.0, 0.5, 1.0)
	}
	return t
}

func (g *gen) ai() any {
	t := g.keys(tree{"model": g.text(), "baseUrl": g.text()}, 50)
	t["provider"] = one(g, "openai", g.text())
	return t
}

func (g *gen) jwt() any {
	t := tree{"issuer": g.text()}
	if g.chance(50) {
		t["lifetime"] = one(g, "1h", "30 days", "90 seconds")
	}
	return t
}

func (g *gen) observability() any {
	t := tree{}
	if g.chance(40) {
		t["logs"] = tree{"retention": one(g, "1 day", "30 days", "1 year", "3653 days")}
	}
	if g.chance(40) {
		t["containerInsights"] = one(g, "disabled", "enabled", "enhanced")
	}
	if g.chance(45) {
		scrape := tree{"workspace": "arn:aws:aps:" + one(g, "us-east-1", "eu-west-1") + ":" + account + ":workspace/ws-0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5" + one(g, "e", "f")}
		if g.chance(50) {
			scrape["interval"] = one(g, "10 seconds", "30 s", "10 minutes")
		}
		t["metrics"] = tree{"scrape": scrape}
	}
	switch g.IntN(4) {
	case 0:
		t["traces"] = tree{"xray": g.chance(70)}
	case 1:
		t["traces"] = tree{"otlp": g.url()}
	}
	switch g.IntN(3) {
	case 0:
		t["alarms"] = tree{"email": g.address()}
	case 1:
		t["alarms"] = tree{"topic": "arn:aws:sns:us-east-1:" + account + ":" + one(g, "pager", "alarms")}
	}
	return t
}
