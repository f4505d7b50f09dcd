package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	apiextensions "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"k8s.io/apiextensions-apiserver/pkg/client/clientset/clientset"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/wait"
	"k8s.io/client-go/rest"
	"sigs.k8s.io/yaml"
)

type crd = apiextensions.CustomResourceDefinition

// readCRDs reads one CRD from each file, and from each *.yaml of each folder.
func readCRDs(paths []string) ([]*crd, error) {
	var crds []*crd
	for _, path := range paths {
		files := []string{path}
		if info, err := os.Stat(path); err != nil {
			return nil, err
		} else if info.IsDir() {
			files, _ = filepath.Glob(filepath.Join(path, "*.yaml"))
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				return nil, err
			}
			definition := &crd{}
			if err := yaml.UnmarshalStrict(text, definition); err != nil {
				return nil, fmt.Errorf("%s: %w", file, err)
			}
			crds = append(crds, definition)
		}
	}
	return crds, nil
}

// installCRDs waits for the server, creates the CRDs and returns when all of them are served.
func installCRDs(ctx context.Context, config *rest.Config, crds []*crd) error {
	ctx, cancel := context.WithTimeout(ctx, 90*time.Second)
	defer cancel()
	client, err := clientset.NewForConfig(config)
	if err != nil {
		return err
	}
	ready := func(ctx context.Context) (bool, error) {
		return client.RESTClient().Get().AbsPath("/readyz").Do(ctx).Error() == nil, nil
	}
	if err := poll(ctx, ready); err != nil {
		return fmt.Errorf("the server is not ready: %w", err)
	}
	definitions := client.ApiextensionsV1().CustomResourceDefinitions()
	for _, c := range crds {
		if _, err := definitions.Create(ctx, c, metav1.CreateOptions{}); err != nil {
			return fmt.Errorf("create %s: %w", c.Name, err)
		}
	}
	for _, c := range crds {
		var seen []apiextensions.CustomResourceDefinitionCondition
		served := func(ctx context.Context) (bool, error) {
			now, err := definitions.Get(ctx, c.Name, metav1.GetOptions{})
			if err != nil {
				return false, err
			}
			seen = now.Status.Conditions
			return established(seen), nil
		}
		if err := poll(ctx, served); err != nil {
			return fmt.Errorf("%s is not established: %w %+v", c.Name, err, seen)
		}
	}
	return nil
}

func poll(ctx context.Context, done wait.ConditionWithContextFunc) error {
	return wait.PollUntilContextCancel(ctx, 20*time.Millisecond, true, done)
}

func established(conditions []apiextensions.CustomResourceDefinitionCondition) bool {
	for _, c := range conditions {
		if c.Type == apiextensions.Established && c.Status == apiextensions.ConditionTrue {
			return true
		}
	}
	return false
}
