// SPDX-License-Identifier: Apache-2.0

// Go's crypto/x509 as a peer of the benchmark; see bench/outside.h.
//
// usage: peer-go FOLDER
package main

import (
	"bufio"
	"crypto/x509"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

const stores = 5

type world struct {
	folder string
	dates  []time.Time
	hosts  []string
	der    [][]byte // of the leaves
	leaves []*x509.Certificate
	sent   []*x509.CertPool
	stores [stores]*x509.CertPool
}

func need(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "peer-go:", err)
		os.Exit(70)
	}
}

func (w *world) read(format string, numbers ...any) []byte {
	data, err := os.ReadFile(filepath.Join(w.folder, fmt.Sprintf(format, numbers...)))
	need(err)
	return data
}

func (w *world) load(store int) *x509.CertPool {
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(w.read("store%d.pem", store)) {
		need(fmt.Errorf("store %d has no certificate", store))
	}
	return pool
}

func parse(der []byte) *x509.Certificate {
	cert, err := x509.ParseCertificate(der)
	need(err)
	return cert
}

func load(folder string) *world {
	w := &world{folder: folder}
	for _, line := range strings.Fields(string(w.read("dates"))) {
		seconds, err := strconv.ParseInt(line, 10, 64)
		need(err)
		w.dates = append(w.dates, time.Unix(seconds, 0))
	}
	for i := range w.stores {
		w.stores[i] = w.load(i)
	}
	names, err := filepath.Glob(filepath.Join(folder, "host*"))
	need(err)
	for i := range names {
		w.hosts = append(w.hosts, strings.TrimRight(string(w.read("host%d", i)), "\x00"))
		w.der = append(w.der, w.read("chain%d-0.der", i))
		w.leaves = append(w.leaves, parse(w.der[i]))
		pool := x509.NewCertPool()
		for k := 1; k < 3; k++ {
			pool.AddCert(parse(w.read("chain%d-%d.der", i, k)))
		}
		w.sent = append(w.sent, pool)
	}
	return w
}

// judge sets a bit for each date at which the chain is accepted.
func (w *world) judge(chain, store int) uint32 {
	options := x509.VerifyOptions{
		DNSName:       w.hosts[chain],
		Intermediates: w.sent[chain],
		Roots:         w.stores[store],
		KeyUsages:     []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	var out uint32
	for i, date := range w.dates {
		options.CurrentTime = date
		if _, err := w.leaves[chain].Verify(options); err == nil {
			out |= 1 << i
		}
	}
	return out
}

func (w *world) run(from, until int) []uint32 {
	var out []uint32
	for i := from; i < until; i++ {
		for k := 0; k < stores; k++ {
			out = append(out, w.judge(i, k))
		}
	}
	return out
}

// processor is the processor time of all threads, the collector's too.
func processor() int64 {
	var usage syscall.Rusage
	need(syscall.Getrusage(syscall.RUSAGE_SELF, &usage))
	return usage.Utime.Nano() + usage.Stime.Nano()
}

func (w *world) answer(line string) string {
	var name string
	var from, until int
	fmt.Sscan(line, &name, &from, &until)
	var verdicts []uint32
	start := processor()
	switch name {
	case "run":
		verdicts = w.run(from, until)
	case "parse":
		for i := from; i < until; i++ {
			parse(w.der[i])
		}
	case "bundle":
		for i := 0; i < from; i++ {
			w.load(0)
		}
	default:
		return "none"
	}
	var out strings.Builder
	fmt.Fprintf(&out, "%d ", processor()-start)
	for _, each := range verdicts {
		fmt.Fprintf(&out, "%08x", each)
	}
	return out.String()
}

func main() {
	if len(os.Args) != 2 {
		os.Exit(64)
	}
	w := load(os.Args[1])
	w.run(0, 1)
	fmt.Println("ready")
	for lines := bufio.NewScanner(os.Stdin); lines.Scan(); {
		fmt.Println(w.answer(lines.Text()))
	}
}
