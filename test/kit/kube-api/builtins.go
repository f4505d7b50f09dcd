package main

import (
	"context"
	"fmt"

	authorizationv1 "k8s.io/api/authorization/v1"
	coordinationv1 "k8s.io/api/coordination/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/fields"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/runtime/serializer"
	"k8s.io/apimachinery/pkg/util/validation/field"
	"k8s.io/apiserver/pkg/registry/generic"
	genericregistry "k8s.io/apiserver/pkg/registry/generic/registry"
	"k8s.io/apiserver/pkg/registry/rest"
	genericapiserver "k8s.io/apiserver/pkg/server"
	genericoptions "k8s.io/apiserver/pkg/server/options"
	"k8s.io/apiserver/pkg/storage"
	"k8s.io/apiserver/pkg/storage/names"
	"k8s.io/kube-openapi/pkg/common"
	"k8s.io/kube-openapi/pkg/validation/spec"
)

// A builtin is a type of k8s.io/api that is stored as it is. A whole API server converts to internal types first; with one version
// of each type there is nothing to convert, so the version itself is registered as the internal one.
type builtin struct {
	plural, singular string
	namespaced       bool
	object, list     runtime.Object
}

var builtins = map[schema.GroupVersion][]builtin{
	corev1.SchemeGroupVersion: {
		{"secrets", "secret", true, &corev1.Secret{}, &corev1.SecretList{}},
		{"configmaps", "configmap", true, &corev1.ConfigMap{}, &corev1.ConfigMapList{}},
		{"events", "event", true, &corev1.Event{}, &corev1.EventList{}},
		{"namespaces", "namespace", false, &corev1.Namespace{}, &corev1.NamespaceList{}},
	},
	coordinationv1.SchemeGroupVersion: {
		{"leases", "lease", true, &coordinationv1.Lease{}, &coordinationv1.LeaseList{}},
	},
}

func installBuiltins(api *genericapiserver.GenericAPIServer, etcd *genericoptions.EtcdOptions, config *genericapiserver.RecommendedConfig) error {
	types, err := builtinScheme()
	if err != nil {
		return err
	}
	codecs := serializer.NewCodecFactory(types)
	groups := map[schema.GroupVersion]map[string]rest.Storage{
		authorizationv1.SchemeGroupVersion: {"selfsubjectaccessreviews": accessReviews{config.Authorization.Authorizer}},
	}
	for version, members := range builtins {
		own := *etcd
		own.StorageConfig.Codec = codecs.LegacyCodec(version)
		own.StorageConfig.EncodeVersioner = version
		getter := own.CreateRESTOptionsGetter(&genericoptions.SimpleStorageFactory{StorageConfig: own.StorageConfig}, config.ResourceTransformers)
		groups[version] = map[string]rest.Storage{}
		for _, b := range members {
			store, err := b.store(version.Group, types, getter)
			if err != nil {
				return fmt.Errorf("%s: %w", b.plural, err)
			}
			groups[version][b.plural] = store
		}
	}
	for version, resources := range groups {
		info := genericapiserver.NewDefaultAPIGroupInfo(version.Group, types, metav1.ParameterCodec, codecs)
		info.VersionedResourcesStorageMap[version.Version] = resources
		install := api.InstallAPIGroup
		if version.Group == corev1.GroupName {
			install = func(i *genericapiserver.APIGroupInfo) error {
				return api.InstallLegacyAPIGroup(genericapiserver.DefaultLegacyAPIPrefix, i)
			}
		}
		if err := install(&info); err != nil {
			return err
		}
	}
	return nil
}

func builtinScheme() (*runtime.Scheme, error) {
	types := runtime.NewScheme()
	for _, add := range []func(*runtime.Scheme) error{corev1.AddToScheme, coordinationv1.AddToScheme, authorizationv1.AddToScheme} {
		if err := add(types); err != nil {
			return nil, err
		}
	}
	metav1.AddToGroupVersion(types, schema.GroupVersion{Version: "v1"})
	for version, members := range builtins {
		for _, b := range members {
			types.AddKnownTypes(schema.GroupVersion{Group: version.Group, Version: runtime.APIVersionInternal}, b.object, b.list)
		}
	}
	types.AddKnownTypes(schema.GroupVersion{Group: authorizationv1.GroupName, Version: runtime.APIVersionInternal}, &authorizationv1.SelfSubjectAccessReview{})
	return types, nil
}

// withBuiltinDefinitions describes the built-in types as open objects: the server insists on a definition of every type it serves.
func withBuiltinDefinitions(inner common.GetOpenAPIDefinitions) common.GetOpenAPIDefinitions {
	open := common.OpenAPIDefinition{Schema: spec.Schema{
		SchemaProps:      spec.SchemaProps{Type: []string{"object"}},
		VendorExtensible: spec.VendorExtensible{Extensions: spec.Extensions{"x-kubernetes-preserve-unknown-fields": true}},
	}}
	return func(ref common.ReferenceCallback) map[string]common.OpenAPIDefinition {
		definitions := inner(ref)
		for _, name := range []string{"core.v1.Secret", "core.v1.ConfigMap", "core.v1.Event", "core.v1.Namespace", "coordination.v1.Lease"} {
			definitions["io.k8s.api."+name] = open
			definitions["io.k8s.api."+name+"List"] = open
		}
		definitions["io.k8s.api.authorization.v1.SelfSubjectAccessReview"] = open
		return definitions
	}
}

type builtinStore struct {
	*genericregistry.Store
	singular string
}

func (s builtinStore) GetSingularName() string { return s.singular }

func (b builtin) store(group string, types *runtime.Scheme, getter generic.RESTOptionsGetter) (rest.Storage, error) {
	resource := schema.GroupResource{Group: group, Resource: b.plural}
	rules := strategy{types, names.SimpleNameGenerator, b.namespaced}
	store := &genericregistry.Store{
		NewFunc:     b.object.DeepCopyObject,
		NewListFunc: b.list.DeepCopyObject,
		PredicateFunc: func(l labels.Selector, f fields.Selector) storage.SelectionPredicate {
			return storage.SelectionPredicate{Label: l, Field: f, GetAttrs: selectable}
		},
		DefaultQualifiedResource:  resource,
		SingularQualifiedResource: schema.GroupResource{Group: group, Resource: b.singular},
		CreateStrategy:            rules,
		UpdateStrategy:            rules,
		DeleteStrategy:            rules,
		TableConvertor:            rest.NewDefaultTableConvertor(resource),
	}
	err := store.CompleteWithOptions(&generic.StoreOptions{RESTOptions: getter, AttrFunc: selectable})
	return builtinStore{store, b.singular}, err
}

// selectable gives what label and field selectors look at.
func selectable(object runtime.Object) (labels.Set, fields.Set, error) {
	accessor, err := meta.Accessor(object)
	if err != nil {
		return nil, nil, err
	}
	return accessor.GetLabels(), fields.Set{"metadata.name": accessor.GetName(), "metadata.namespace": accessor.GetNamespace()}, nil
}

// strategy stores what it is given; of the checks of a whole API server only the conversion of stringData matters to a client.
type strategy struct {
	runtime.ObjectTyper
	names.NameGenerator
	namespaced bool
}

func (s strategy) NamespaceScoped() bool { return s.namespaced }

func (s strategy) PrepareForCreate(_ context.Context, object runtime.Object) {
	secret, ok := object.(*corev1.Secret)
	if !ok {
		return
	}
	if secret.Type == "" {
		secret.Type = corev1.SecretTypeOpaque
	}
	if secret.Data == nil && len(secret.StringData) > 0 {
		secret.Data = map[string][]byte{}
	}
	for key, value := range secret.StringData {
		secret.Data[key] = []byte(value)
	}
	secret.StringData = nil
}

func (s strategy) PrepareForUpdate(ctx context.Context, object, _ runtime.Object) {
	s.PrepareForCreate(ctx, object)
}

func (strategy) Validate(context.Context, runtime.Object) field.ErrorList { return nil }
func (strategy) ValidateUpdate(context.Context, runtime.Object, runtime.Object) field.ErrorList {
	return nil
}
func (strategy) WarningsOnCreate(context.Context, runtime.Object) []string { return nil }
func (strategy) WarningsOnUpdate(context.Context, runtime.Object, runtime.Object) []string {
	return nil
}
func (strategy) Canonicalize(runtime.Object)                   {}
func (strategy) AllowCreateOnUpdate(context.Context) bool      { return false }
func (strategy) AllowUnconditionalUpdate(context.Context) bool { return true }
