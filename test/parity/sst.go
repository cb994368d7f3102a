package parity

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/pylon-gen/pylon-gen/test/consumer"
)

// attributes are what resources of SST are known by to others, and how a
// reference says it.
var attributes = map[string]string{
	"id": "", "arn": "", "arnSuffix": "", "name": "", "allocationId": "", "primaryNetworkInterfaceId": "", "prefixListId": "prefix list",
	"versionId": "version", "endpoint": "address", "primaryEndpointAddress": "address", "dnsName": "address", "domainName": "address",
	"bucketDomainName": "address", "bucketRegionalDomainName": "address", "result": "password", "secret": "secret key", "zoneId": "zone", "ref": "", "digest": "digest",
}

// anonymous are the types that no other resource refers to: what replaces
// them is a name of something else, or a plain word.
var anonymous = []string{
	"aws:acm/certificateValidation:CertificateValidation", "aws:ecs/service:Service", "aws:route53/record:Record", "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration",
	"aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration", "aws:s3/bucketLogging:BucketLogging", "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
	"aws:s3/bucketPolicy:BucketPolicy", "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
	"aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration", "aws:s3/bucketVersioning:BucketVersioning",
	"aws:secretsmanager/secretVersion:SecretVersion", "cloudflare:index/dnsRecord:DnsRecord", "vercel:index/dnsRecord:DnsRecord",
}

// FromSST reads what an executed configuration registered.
func FromSST(run consumer.Execution) *Side {
	side := &Side{Outputs: map[string]any{}, Stage: map[string][]string{}}
	replacer, keys := tokens(run.Resources)
	for _, r := range run.Resources {
		if !r.Custom {
			continue
		}
		properties, _ := plain(eachText(r.Inputs, replacer.Replace)).(map[string]any)
		ownTags(properties, run.App.Name+"-"+run.Stage+"-"+r.Name, token(keys[r.URN], ""))
		resource := Resource{Key: keys[r.URN], Type: r.Type, Properties: properties, Removed: "deleted"}
		if r.RetainOnDelete {
			resource.Removed = "kept"
		} else if snapshot, _ := properties["finalsnapshotidentifier"].(string); snapshot != "" && properties["skipfinalsnapshot"] != true {
			resource.Removed = "snapshot"
		}
		resource.Replaced = resource.Removed
		for _, name := range r.IgnoreChanges {
			resource.AtFirst = append(resource.AtFirst, strings.ToLower(name))
		}
		for _, urn := range r.DependsOn {
			if key := keys[urn]; key != "" {
				resource.Waits = append(resource.Waits, key)
			}
		}
		if strings.HasPrefix(r.Type, "aws:") && r.Region != run.App.Providers["aws"]["region"] {
			properties["region"] = r.Region
		}
		if r.Type == "pulumi:providers:aws" {
			side.tags(r.Inputs["defaultTags"])
			continue
		}
		side.Resources = append(side.Resources, resource)
	}
	side.nameService()
	for name, value := range run.Outputs {
		if !strings.HasPrefix(name, "_") {
			side.Outputs[name] = eachText(value, replacer.Replace)
		}
	}
	aws := run.App.Providers["aws"]
	side.tags(aws["defaultTags"])
	side.Stage["region"] = []string{text(aws["region"])}
	side.Stage["app"] = []string{run.App.Name}
	side.Stage["protected"] = []string{fmt.Sprint(run.App.Protect)}
	side.Stage["removal"] = []string{run.App.Removal}
	return side
}

// ownTags puts a reference in place of a name that a component sets on its
// resource for people, and leaves out what components remember in tags.
func ownTags(properties map[string]any, name, reference string) {
	tags := fields(properties["tags"])
	for key, value := range tags {
		switch {
		case key == "name" && (value == name || value == strings.TrimSuffix(name, "Vpc")+" VPC"):
			tags[key] = reference
		case strings.HasPrefix(key, "sst:"):
			delete(tags, key)
		}
	}
	if tags != nil && len(tags) == 0 {
		delete(properties, "tags")
	}
}

// nameService puts a reference where others know the service by its name, which
// is a plain word.
func (s *Side) nameService() {
	i := slices.IndexFunc(s.Resources, func(r Resource) bool { return r.Type == "aws:ecs/service:Service" })
	if i < 0 {
		return
	}
	called := text(s.Resources[i].get("name"))
	for _, r := range s.Resources {
		if before, ok := strings.CutSuffix(text(r.get("resourceid")), "/"+called); ok {
			r.Properties["resourceid"] = before + "/" + token(s.Resources[i].Key, "")
		}
		if looks := fields(r.get("dimensions")); looks["servicename"] == called {
			looks["servicename"] = token(s.Resources[i].Key, "")
		}
	}
}

// tags notes the tags that a provider sets on all.
func (s *Side) tags(all any) {
	if document, ok := all.(string); ok { // as a provider has it
		if err := json.Unmarshal([]byte(document), &all); err != nil {
			panic("the default tags of a provider: " + err.Error())
		}
	}
	for key, value := range fields(at(all, "tags")) {
		if tag := key + "=" + text(value); !slices.Contains(s.Stage["tag"], tag) {
			s.Stage["tag"] = append(s.Stage["tag"], tag)
		}
	}
}

// tokens are the texts by which resources know each other and what is in
// their place, the longest first, and the keys of resources by URN.
func tokens(resources []consumer.Resource) (*strings.Replacer, map[string]string) {
	known, keys := map[string]string{}, map[string]string{}
	for i, r := range resources {
		if !r.Custom {
			continue
		}
		keys[r.URN] = fmt.Sprintf("r%d", i)
		for attribute, word := range attributes {
			value, _ := r.Outputs[attribute].(string)
			if attribute == "id" {
				value = r.ID
			}
			_, given := r.Inputs[attribute]
			switch {
			case len(value) < 12 || known[value] != "" || given && word != "":
			case slices.Contains(anonymous, r.Type) && word != "version":
			default:
				known[value] = token(keys[r.URN], word)
				if escaped := encodeURIComponent.Replace(url.QueryEscape(value)); word == "password" && escaped != value {
					known[escaped] = token(keys[r.URN], "escaped password")
				}
			}
		}
	}
	longest := slices.SortedFunc(maps.Keys(known), func(a, b string) int { return cmp.Or(cmp.Compare(len(b), len(a)), cmp.Compare(a, b)) })
	var list []string
	for _, text := range longest {
		list = append(list, text, known[text])
	}
	return strings.NewReplacer(list...), keys
}

// encodeURIComponent makes of url.QueryEscape what JavaScript's function of that
// name makes.
var encodeURIComponent = strings.NewReplacer("+", "%20", "%21", "!", "%27", "'", "%28", "(", "%29", ")", "%2A", "*")

// token is a reference to a resource, or to an attribute of it.
func token(key, word string) string {
	if word == "" {
		return "<" + key + ">"
	}
	return "<" + key + "." + word + ">"
}
