// Command kube-api serves the Kubernetes API without a cluster: the custom resources of the CRDs it is given, and the few built-in
// types that Towline uses, on an etcd of its own in a temporary folder. It is for tests: nothing runs behind the API.
//
//	kube-api [-users FILE] CRD-FILE-OR-FOLDER...
//
// When every CRD is established it prints one line of JSON, {"url","caFile","token"}, where the token may do everything. After that
// it reads commands, one a line, from standard input: "compact" forgets all history and answers {"compacted":REVISION}. It stops
// on SIGTERM and at the end of standard input, so that it never outlives the test that started it.
package main

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	users := flag.String("users", "", "JSON file with more users: [{name, token, rules}]")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, os.Interrupt)
	defer stop()
	if err := run(ctx, stop, *users, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "kube-api:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, stop context.CancelFunc, usersFile string, crdPaths []string) error {
	crds, err := readCRDs(crdPaths)
	if err != nil {
		return err
	}
	admin := account{Name: "admin", Token: rand.Text()}
	accounts, err := readAccounts(usersFile)
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "towline-kube-api-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)

	store, err := startEtcd(dir)
	if err != nil {
		return err
	}
	defer store.Close()
	api, err := newServer(dir, store.endpoint(), append(accounts, admin))
	if err != nil {
		return err
	}
	stopped := make(chan error, 1)
	go func() { stopped <- api.PrepareRun().RunWithContext(ctx) }()

	if err := installCRDs(ctx, api.LoopbackClientConfig, crds); err != nil {
		stop()
		<-stopped
		return err
	}
	answers := json.NewEncoder(os.Stdout)
	if err := answers.Encode(map[string]string{
		"url":    api.url,
		"caFile": api.caFile,
		"token":  admin.Token,
	}); err != nil {
		return err
	}
	go func() {
		defer stop()
		obey(os.Stdin, answers, store)
	}()
	return <-stopped
}
