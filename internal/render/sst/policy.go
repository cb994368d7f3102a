package sst

// policy is an IAM policy document.
func policy(statements ...doc) doc {
	return call("aws.iam.getPolicyDocumentOutput", object(prop("statements", array(statements...))))
}

// policyText is a policy document as the JSON text that resources take.
func policyText(statements ...doc) doc {
	return join(policy(statements...), text(".json"))
}

// trust lets one service of AWS take a role, for this account.
func trust(service string) doc {
	return policyText(object(
		prop("principals", array(inline(prop("type", str("Service")), prop("identifiers", strs([]string{service}))))),
		prop("actions", strs([]string{"sts:AssumeRole"})),
		prop("conditions", array(object(
			prop("test", str("StringEquals")),
			prop("variable", str("aws:SourceAccount")),
			prop("values", array(text("accountId"))),
		))),
	))
}
