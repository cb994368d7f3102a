// Command gen puts the prices of AWS's offer files into internal/cost/prices.csv.
//
//	go run ./internal/cost/gen internal/cost/prices.csv OFFER.json...
//
// An offer file holds the prices of one service in one Region. AWS serves it
// without an account:
// https://pricing.us-east-1.amazonaws.com/offers/v1.0/aws/AmazonECS/current/eu-west-1/index.json.
// The others are AWSELB, AmazonRDS, AmazonEC2, AmazonVPC, AmazonCloudWatch,
// AWSSecretsManager, AmazonElastiCache, awskms and awswaf.
//
// It runs when a person asks for it, never in the product and not in go generate.
// A price that is not in a file stays as it was; one that could be two is an error.
package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"log"
	"os"
	"slices"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/cost"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) < 3 {
		log.Fatal("usage: gen PRICES.csv OFFER.json...")
	}
	old, err := os.ReadFile(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	var found []row
	for _, name := range os.Args[2:] {
		text, err := os.ReadFile(name)
		if err != nil {
			log.Fatal(err)
		}
		var o offer
		if err := json.Unmarshal(text, &o); err != nil {
			log.Fatalf("%s: %v", name, err)
		}
		rows, err := o.prices()
		if err != nil {
			log.Fatalf("%s: %v", name, err)
		}
		found = append(found, rows...)
	}
	next, err := merge(string(old), found)
	if err != nil {
		log.Fatal(err)
	}
	if err := os.WriteFile(os.Args[1], []byte(next), 0o644); err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%d prices of %d offer files\n", len(found), len(os.Args)-2)
}

// row is a line of the table: what, region, usd, read, sure, source.
type row []string

// merge puts new rows in the place of old ones, sorted by Region and what. The
// comments at the top stay.
func merge(old string, found []row) (string, error) {
	if _, err := cost.Parse(old); err != nil {
		return "", err
	}
	var out bytes.Buffer
	for line := range strings.Lines(old) {
		if strings.HasPrefix(line, "#") {
			out.WriteString(line)
		}
	}
	r := csv.NewReader(strings.NewReader(old))
	r.Comment = '#'
	rows, err := r.ReadAll()
	if err != nil {
		return "", err
	}
	titles, table := rows[0], map[string][]string{}
	for _, row := range rows[1:] {
		table[row[1]+" "+row[0]] = row
	}
	for _, row := range found {
		table[row[1]+" "+row[0]] = row
	}
	sorted := [][]string{titles}
	for _, row := range table {
		sorted = append(sorted, row)
	}
	slices.SortFunc(sorted[1:], func(a, b []string) int { return strings.Compare(a[1]+" "+a[0], b[1]+" "+b[0]) })
	w := csv.NewWriter(&out)
	if err := w.WriteAll(sorted); err != nil {
		return "", err
	}
	_, err = cost.Parse(out.String())
	return out.String(), err
}
