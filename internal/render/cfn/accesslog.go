package cfn

import "github.com/pylon-gen/pylon-gen/internal/render/cfn/aws"

const (
	accessLogs       = "AccessLogs"
	accessLogsPolicy = "AccessLogsPolicy"
)

// accessLogBucket adds the bucket that load balancer, uploads and CDN log to.
func (t *template) accessLogBucket() {
	if !t.AccessLogs.Given() {
		return
	}
	t.section("Who called: access logs of the load balancer, the uploads and the CDN.")
	t.data(accessLogs, &aws.S3Bucket{
		BucketEncryption: &aws.S3Bucket_BucketEncryption{
			ServerSideEncryptionConfiguration: []*aws.S3Bucket_ServerSideEncryptionRule{{
				ServerSideEncryptionByDefault: &aws.S3Bucket_ServerSideEncryptionByDefault{
					SSEAlgorithm: aws.Str("AES256").Note("load balancers cannot write to a bucket with a key of one's own"),
				},
			}},
		},
		LifecycleConfiguration: &aws.S3Bucket_LifecycleConfiguration{Rules: []*aws.S3Bucket_Rule{{
			Status:                         aws.Str("Enabled"),
			AbortIncompleteMultipartUpload: &aws.S3Bucket_AbortIncompleteMultipartUpload{DaysAfterInitiation: aws.Int(t.AccessLogs.AbortDays)},
			ExpirationInDays:               aws.Int(t.AccessLogs.Days),
			NoncurrentVersionExpiration:    &aws.S3Bucket_NoncurrentVersionExpiration{NoncurrentDays: aws.Int(t.AccessLogs.OldVersionDays)},
		}}},
		OwnershipControls: &aws.S3Bucket_OwnershipControls{
			Rules: []*aws.S3Bucket_OwnershipControlsRule{{
				ObjectOwnership: aws.Str("BucketOwnerPreferred").Note("CloudFront delivers by access control lists"),
			}},
		},
		PublicAccessBlockConfiguration: private(),
		VersioningConfiguration:        versioning(t.AccessLogs.Versioning),
		Tags:                           t.tags,
	})
	delivery := func(service string, path aws.Value, condition aws.Value) statement {
		return statement{Principal: serviceOf(aws.Str(service)), Action: []string{"s3:PutObject"}, Resource: []aws.Value{path}, Condition: condition}
	}
	t.plain(accessLogsPolicy, &aws.S3BucketPolicy{
		Bucket: aws.Ref(accessLogs),
		PolicyDocument: policyDocument(
			onlyTLS(accessLogs),
			// The path names the account.
			// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
			delivery("logdelivery.elasticloadbalancing.amazonaws.com", aws.Sub("${"+accessLogs+".Arn}/"+t.AccessLogs.BalancerPrefix+"/AWSLogs/${AWS::AccountId}/*"), aws.Value{}),
			delivery("logging.s3.amazonaws.com", objects(accessLogs, t.AccessLogs.FilesPrefix+"*"), thisAccount()),
		),
	})
	t.output("AccessLogsBucketName", "Access logs of the load balancer, the uploads and the CDN", aws.Ref(accessLogs))
}

// balancerLogs are the attributes of a load balancer that logs its requests.
func (t *template) balancerLogs() []*aws.ELBv2LoadBalancer_LoadBalancerAttribute {
	if !t.AccessLogs.Given() {
		return nil
	}
	return []*aws.ELBv2LoadBalancer_LoadBalancerAttribute{
		balancerAttribute("access_logs.s3.enabled", aws.Str("true")),
		balancerAttribute("access_logs.s3.bucket", aws.Ref(accessLogs)),
		balancerAttribute("access_logs.s3.prefix", aws.Str(t.AccessLogs.BalancerPrefix)),
	}
}
