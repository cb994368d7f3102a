package cfn

import (
	"slices"

	"github.com/pylon-gen/pylon-gen/internal/render/cfn/aws"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// secretID is a secret's logical id. The suffix keeps a variable named DATABASE
// apart from the cluster.
func secretID(s stack.Secret) string { return s.Name + "Secret" }

// secrets adds one secret per secret variable.
func (t *template) secrets() {
	t.section("Secrets: values live here only; the container gets them by ARN when it starts.")
	for _, s := range t.storedSecrets() {
		t.secret(s)
	}
}

// storedSecrets are the variables' secrets, each once: variables of one name
// share one.
func (t *template) storedSecrets() []stack.Secret {
	var list []stack.Secret
	for _, s := range t.Service.Secrets {
		shares := func(other stack.Secret) bool { return other.Name == s.Name }
		if !slices.ContainsFunc(list, shares) {
			list = append(list, s)
		}
	}
	return list
}

func (t *template) secret(s stack.Secret) {
	p := &aws.SecretsManagerSecret{Description: literal(s.Why), KmsKeyId: t.keyARN(), Tags: t.tags}
	switch s.Source {
	case stack.GeneratedHex:
		p.GenerateSecretString = hex(s.Length)
	case stack.Provided:
		p.Description = literal(s.Why + ". A random placeholder until somebody puts the real value (put-secret-value)")
		p.GenerateSecretString = hex(placeholderLength)
		t.output(secretID(s)+"Arn", "Secret to fill in: "+s.Env, aws.Ref(secretID(s)))
	case stack.DatabaseURL:
		p.SecretString = t.databaseURL()
	case stack.BucketKeyID:
		p.Description = literal("access key of the uploads bucket")
		p.SecretString = aws.Sub(`{"` + s.Key + `":"${` + uploadsKey + `}","` + t.secretKey() + `":"${` + uploadsKey + `.SecretAccessKey}"}`)
	case stack.RedisURL, stack.BusURL:
		p.SecretString = t.redisURL(s.Source)
	default:
		panic("cfn: secret of unknown source " + string(s.Source))
	}
	t.data(secretID(s), p)
}

// secretKey is the key that the bucket's secret key has in its secret.
func (t *template) secretKey() string {
	for _, s := range t.Service.Secrets {
		if s.Source == stack.BucketSecretKey {
			return s.Key
		}
	}
	panic("cfn: a bucket key without its other half")
}

// injected is what a container's variable takes its value from.
func injected(s stack.Secret) aws.Value {
	if s.Key == "" {
		return aws.Ref(secretID(s))
	}
	return aws.Sub("${" + secretID(s) + "}:" + s.Key + "::")
}

const placeholderLength = 32

// hex has Secrets Manager generate lower-case hexadecimal digits.
func hex(length int) *aws.SecretsManagerSecret_GenerateSecretString {
	return &aws.SecretsManagerSecret_GenerateSecretString{
		ExcludeCharacters:       aws.Str("ghijklmnopqrstuvwxyz").Note("hexadecimal digits remain"),
		ExcludePunctuation:      aws.Bool(true),
		ExcludeUppercase:        aws.Bool(true),
		PasswordLength:          aws.Int(length),
		RequireEachIncludedType: aws.Bool(false),
	}
}
