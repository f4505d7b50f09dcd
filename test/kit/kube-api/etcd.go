package main

import (
	"context"
	"errors"
	"net/url"
	"path/filepath"
	"time"

	"go.etcd.io/etcd/api/v3/etcdserverpb"
	"go.etcd.io/etcd/server/v3/embed"
)

// etcd is a single-member store inside this process. What it holds is thrown away, so it never syncs to disk.
type etcd struct{ *embed.Etcd }

func startEtcd(dir string) (*etcd, error) {
	anyPort := []url.URL{{Scheme: "http", Host: "127.0.0.1:0"}}
	config := embed.NewConfig()
	config.Dir = filepath.Join(dir, "etcd")
	config.ListenClientUrls, config.AdvertiseClientUrls = anyPort, anyPort
	config.ListenPeerUrls, config.AdvertisePeerUrls = anyPort, anyPort
	config.InitialCluster = config.InitialClusterFromName(config.Name)
	config.LogLevel = "fatal"
	config.UnsafeNoFsync = true

	started, err := embed.StartEtcd(config)
	if err != nil {
		return nil, err
	}
	select {
	case <-started.Server.ReadyNotify():
		return &etcd{started}, nil
	case <-time.After(30 * time.Second):
		started.Close()
		return nil, errors.New("etcd was not ready after 30 s")
	}
}

func (e *etcd) endpoint() string { return "http://" + e.Clients[0].Addr().String() }

// compact forgets every revision but the present one, as a production etcd does by time.
func (e *etcd) compact() (int64, error) {
	revision := e.Server.KV().Rev()
	_, err := e.Server.Compact(context.Background(), &etcdserverpb.CompactionRequest{Revision: revision, Physical: true})
	return revision, err
}
