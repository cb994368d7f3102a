package sst

// policy is an IAM policy document.
func policy(statements ...doc) doc {
	return call("aws.iam.getPolicyDocumentOutput", object(prop("statements", array(statements...))))
}

// policyText is a policy document as the JSON text that resources take.
func policyText(statements ...doc) doc {
	return join(policy(statements...), raw(".json"))
}
