package main

import (
	"net"
	"os"

	"go.opentelemetry.io/otel/trace/noop"
	"k8s.io/apiextensions-apiserver/pkg/apiserver"
	"k8s.io/apiextensions-apiserver/pkg/cmd/server/options"
	generatedopenapi "k8s.io/apiextensions-apiserver/pkg/generated/openapi"
	"k8s.io/apiserver/pkg/authentication/request/bearertoken"
	openapinamer "k8s.io/apiserver/pkg/endpoints/openapi"
	genericapiserver "k8s.io/apiserver/pkg/server"
	"k8s.io/apiserver/pkg/util/feature"
	"k8s.io/apiserver/pkg/util/openapi"
	"k8s.io/apiserver/pkg/util/webhook"
	"k8s.io/client-go/kubernetes/scheme"
)

type server struct {
	*genericapiserver.GenericAPIServer
	url, caFile string
}

// newServer is the API server of custom resources with the built-in types added, on a free port of the loopback interface.
func newServer(dir, etcdEndpoint string, accounts []account) (*server, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	// Pages of a list then come from etcd, so that a compaction shows in them.
	if err := feature.DefaultMutableFeatureGate.Set("ListFromCacheSnapshot=false"); err != nil {
		return nil, err
	}
	o := options.NewCustomResourceDefinitionsServerOptions(os.Stderr, os.Stderr)
	ro := o.RecommendedOptions
	// These four would look for the API server of a whole cluster; we are the only one there is.
	ro.Authentication, ro.Authorization, ro.CoreAPI, ro.Admission = nil, nil, nil, nil
	ro.Features.EnablePriorityAndFairness = false
	ro.Etcd.StorageConfig.Transport.ServerList = []string{etcdEndpoint}
	ro.SecureServing.Listener = listener
	ro.SecureServing.ServerCert.CertDirectory = dir

	config, err := recommendedConfig(o, accounts)
	if err != nil {
		return nil, err
	}
	crdServer, err := (&apiserver.Config{GenericConfig: config, ExtraConfig: apiserver.ExtraConfig{
		CRDRESTOptionsGetter: options.NewCRDRESTOptionsGetter(*ro.Etcd, config.ResourceTransformers, config.StorageObjectCountTracker),
		ServiceResolver:      webhook.NewDefaultServiceResolver(),
		AuthResolverWrapper:  webhook.NewDefaultAuthenticationInfoResolverWrapper(nil, nil, config.LoopbackClientConfig, noop.NewTracerProvider()),
	}}).Complete().New(genericapiserver.NewEmptyDelegate())
	if err != nil {
		return nil, err
	}
	api := crdServer.GenericAPIServer
	if err := installBuiltins(api, ro.Etcd, config); err != nil {
		return nil, err
	}
	return &server{api, "https://" + listener.Addr().String(), ro.SecureServing.ServerCert.CertKey.CertFile}, nil
}

// recommendedConfig does what CustomResourceDefinitionsServerOptions.Config does, which cannot run without CoreAPI.
func recommendedConfig(o *options.CustomResourceDefinitionsServerOptions, accounts []account) (*genericapiserver.RecommendedConfig, error) {
	if err := o.Complete(); err != nil {
		return nil, err
	}
	serving := o.RecommendedOptions.SecureServing
	if err := serving.MaybeDefaultWithSelfSignedCerts("localhost", nil, []net.IP{net.IPv4(127, 0, 0, 1)}); err != nil {
		return nil, err
	}
	config := genericapiserver.NewRecommendedConfig(apiserver.Codecs)
	if err := o.ServerRunOptions.ApplyTo(&config.Config); err != nil {
		return nil, err
	}
	if err := o.RecommendedOptions.ApplyTo(config); err != nil {
		return nil, err
	}
	if err := o.APIEnablement.ApplyTo(&config.Config, apiserver.DefaultAPIResourceConfigSource(), apiserver.Scheme); err != nil {
		return nil, err
	}
	config.Authentication.Authenticator = bearertoken.New(authenticateBy(accounts))
	config.Authorization.Authorizer = authorizeBy(accounts)
	definitions := withBuiltinDefinitions(openapi.GetOpenAPIDefinitionsWithoutDisabledFeatures(generatedopenapi.GetOpenAPIDefinitions))
	namer := openapinamer.NewDefinitionNamer(apiserver.Scheme, scheme.Scheme)
	config.OpenAPIConfig = genericapiserver.DefaultOpenAPIConfig(definitions, namer)
	config.OpenAPIV3Config = genericapiserver.DefaultOpenAPIV3Config(definitions, namer)
	return config, nil
}
