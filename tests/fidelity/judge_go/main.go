// SPDX-License-Identifier: Apache-2.0

// Go's own crypto/x509. Reads and answers scenarios as frame.h says.
package main

import (
	"bufio"
	"crypto/x509"
	"encoding/hex"
	"encoding/json"
	"os"
	"time"
)

type scenario struct {
	Host     string
	Certs    []string
	Chains   [][]int
	Stores   [][]int
	Instants []int64
}

func judge(s *scenario, certs []*x509.Certificate, roots *x509.CertPool, chain []int, at int64) string {
	leaf := certs[chain[0]]
	if leaf == nil {
		return "0:leaf does not parse"
	}
	options := x509.VerifyOptions{
		DNSName:       s.Host,
		Roots:         roots,
		Intermediates: x509.NewCertPool(),
		CurrentTime:   time.Unix(at, 0),
	}
	for _, i := range chain[1:] {
		if certs[i] != nil {
			options.Intermediates.AddCert(certs[i])
		}
	}
	if _, err := leaf.Verify(options); err != nil {
		why := err.Error()
		if len(why) > 90 {
			why = why[:90]
		}
		return "0:" + why
	}
	return "1"
}

func main() {
	in := bufio.NewReaderSize(os.Stdin, 1<<20)
	out := json.NewEncoder(os.Stdout)
	for {
		line, err := in.ReadBytes('\n')
		if err != nil {
			return
		}
		var s scenario
		if err := json.Unmarshal(line, &s); err != nil {
			panic(err)
		}
		certs := make([]*x509.Certificate, len(s.Certs))
		for i, text := range s.Certs {
			der, _ := hex.DecodeString(text)
			if cert, err := x509.ParseCertificate(der); err == nil {
				certs[i] = cert
			}
		}
		answers := []string{}
		for _, store := range s.Stores {
			roots := x509.NewCertPool()
			for _, i := range store {
				if certs[i] != nil {
					roots.AddCert(certs[i])
				}
			}
			for _, chain := range s.Chains {
				for _, at := range s.Instants {
					answers = append(answers, judge(&s, certs, roots, chain, at))
				}
			}
		}
		out.Encode(answers)
	}
}
