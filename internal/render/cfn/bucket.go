package cfn

import (
	"github.com/pylon-gen/pylon-gen/internal/render/cfn/aws"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

const (
	uploads           = "Uploads"
	uploadsPolicy     = "UploadsPolicy"
	uploadsUser       = "UploadsUser"
	uploadsUserPolicy = "UploadsUserPolicy"
	uploadsKey        = "UploadsAccessKey"
)

// bucket adds the bucket for uploads and, where the runtime signs with static
// keys, the IAM user who owns them.
func (t *template) bucket() {
	if !t.Files.Given() {
		return
	}
	t.section("Uploads.")
	b := &aws.S3Bucket{
		BucketEncryption: &aws.S3Bucket_BucketEncryption{
			ServerSideEncryptionConfiguration: []*aws.S3Bucket_ServerSideEncryptionRule{{
				ServerSideEncryptionByDefault: &aws.S3Bucket_ServerSideEncryptionByDefault{SSEAlgorithm: aws.Str("AES256")},
			}},
		},
		LifecycleConfiguration: &aws.S3Bucket_LifecycleConfiguration{Rules: t.lifecycle()},
		OwnershipControls: &aws.S3Bucket_OwnershipControls{
			Rules: []*aws.S3Bucket_OwnershipControlsRule{{ObjectOwnership: aws.Str("BucketOwnerEnforced")}},
		},
		PublicAccessBlockConfiguration: private(),
		VersioningConfiguration:        versioning(t.Files.Versioning),
		Tags:                           t.tags,
	}
	if t.Key.Given() {
		b.BucketEncryption.ServerSideEncryptionConfiguration[0] = &aws.S3Bucket_ServerSideEncryptionRule{
			BucketKeyEnabled: aws.Bool(true),
			ServerSideEncryptionByDefault: &aws.S3Bucket_ServerSideEncryptionByDefault{
				SSEAlgorithm: aws.Str("aws:kms"), KMSMasterKeyID: t.keyARN(),
			},
		}
	}
	if t.AccessLogs.Given() {
		b.LoggingConfiguration = &aws.S3Bucket_LoggingConfiguration{
			DestinationBucketName: aws.Ref(accessLogs), LogFilePrefix: aws.Str(t.AccessLogs.FilesPrefix),
		}
	}
	if cors := t.Files.CORS; len(t.Files.Origins) > 0 {
		b.CorsConfiguration = &aws.S3Bucket_CorsConfiguration{CorsRules: []*aws.S3Bucket_CorsRule{{
			AllowedHeaders: aws.Strs(cors.AllowHeaders...),
			AllowedMethods: aws.Strs(cors.Methods...),
			AllowedOrigins: texts(t.Files.Origins),
			ExposedHeaders: aws.Strs(cors.ExposeHeaders...),
			MaxAge:         aws.Int(cors.MaxAge),
		}}}
	}
	t.data(uploads, b)
	t.plain(uploadsPolicy, &aws.S3BucketPolicy{
		Bucket:         aws.Ref(uploads),
		PolicyDocument: policyDocument(onlyTLS(uploads)),
	})
	if len(t.GrantsOf(stack.UploadsUser)) > 0 {
		t.bucketUser()
	}
	description := "Bucket for uploads"
	if !t.Retain {
		description += "; to delete the stack, empty it first"
	}
	t.output("BucketName", description, aws.Ref(uploads))
}

// lifecycle are the rules that delete objects: the user's, and leftovers.
func (t *template) lifecycle() []*aws.S3Bucket_Rule {
	leftovers := &aws.S3Bucket_Rule{
		Status: aws.Str("Enabled"),
		AbortIncompleteMultipartUpload: &aws.S3Bucket_AbortIncompleteMultipartUpload{
			DaysAfterInitiation: aws.Int(t.Files.AbortDays),
		},
	}
	if t.Files.Versioning {
		leftovers.NoncurrentVersionExpiration = &aws.S3Bucket_NoncurrentVersionExpiration{NoncurrentDays: aws.Int(t.Files.OldVersionDays)}
	}
	rules := []*aws.S3Bucket_Rule{leftovers}
	for _, rule := range t.Files.Lifecycle {
		rules = append(rules, &aws.S3Bucket_Rule{
			Status:           aws.Str("Enabled"),
			ExpirationInDays: aws.Int(rule.ExpireDays),
			Prefix:           literal(rule.Prefix),
		})
	}
	return rules
}

// versioning keeps overwritten and deleted objects; absent when it never did.
func versioning(on bool) *aws.S3Bucket_VersioningConfiguration {
	if !on {
		return nil
	}
	return &aws.S3Bucket_VersioningConfiguration{Status: aws.Str("Enabled")}
}

// private keeps a bucket's objects from the public.
func private() *aws.S3Bucket_PublicAccessBlockConfiguration {
	return &aws.S3Bucket_PublicAccessBlockConfiguration{
		BlockPublicAcls:       aws.Bool(true),
		BlockPublicPolicy:     aws.Bool(true),
		IgnorePublicAcls:      aws.Bool(true),
		RestrictPublicBuckets: aws.Bool(true),
	}
}

// onlyTLS refuses requests to a bucket that come over plain HTTP.
func onlyTLS(bucket string) statement {
	return rule(stack.BucketRule, aws.GetAtt(bucket, "Arn"), objects(bucket, "*"))
}

// bucketUser adds an IAM user who may use the bucket and nothing else.
func (t *template) bucketUser() {
	t.section("The runtime signs S3 requests with static keys: those of a user who may use\n" +
		"this bucket and nothing else.")
	t.plain(uploadsUser, &aws.IAMUser{Tags: t.tags})
	t.plain(uploadsUserPolicy, &aws.IAMManagedPolicy{
		PolicyDocument: policyDocument(t.statements(stack.UploadsUser)...),
		Users:          aws.Refs(uploadsUser),
	})
	t.plain(uploadsKey, &aws.IAMAccessKey{UserName: aws.Ref(uploadsUser)})
}

// objects are the ARNs of the objects in a bucket whose keys match. Control
// Tower's rule on bucket policies knows this form only, not Sub.
func objects(bucket, keys string) aws.Value {
	return aws.Join(aws.GetAtt(bucket, "Arn"), aws.Str("/"+keys))
}
