package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"slices"

	authorizationv1 "k8s.io/api/authorization/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apiserver/pkg/authentication/authenticator"
	"k8s.io/apiserver/pkg/authentication/user"
	"k8s.io/apiserver/pkg/authorization/authorizer"
	"k8s.io/apiserver/pkg/endpoints/request"
	"k8s.io/apiserver/pkg/registry/rest"
)

// An account is a user with a bearer token. Without rules it may do everything.
type account struct {
	Name  string  `json:"name"`
	Token string  `json:"token"`
	Rules *[]rule `json:"rules"`
}

// A rule allows what an RBAC rule of the same fields allows. Without namespaces it holds everywhere, as in a ClusterRole.
type rule struct {
	Verbs         []string `json:"verbs"`
	APIGroups     []string `json:"apiGroups"`
	Resources     []string `json:"resources"`
	ResourceNames []string `json:"resourceNames"`
	Namespaces    []string `json:"namespaces"`
}

func readAccounts(file string) ([]account, error) {
	if file == "" {
		return nil, nil
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var accounts []account
	if err := json.Unmarshal(text, &accounts); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return accounts, nil
}

func authenticateBy(accounts []account) authenticator.TokenFunc {
	return func(_ context.Context, token string) (*authenticator.Response, bool, error) {
		for _, a := range accounts {
			if a.Token == token {
				return &authenticator.Response{User: a.user()}, true, nil
			}
		}
		return nil, false, nil
	}
}

// user is a member of system:masters where it may do everything, as is the server's own client.
func (a account) user() user.Info {
	groups := []string{user.AllAuthenticated}
	if a.Rules == nil {
		groups = append(groups, user.SystemPrivilegedGroup)
	}
	return &user.DefaultInfo{Name: a.Name, Groups: groups}
}

func authorizeBy(accounts []account) authorizer.AuthorizerFunc {
	return func(_ context.Context, asked authorizer.Attributes) (authorizer.Decision, string, error) {
		if slices.Contains(asked.GetUser().GetGroups(), user.SystemPrivilegedGroup) {
			return authorizer.DecisionAllow, "", nil
		}
		for _, a := range accounts {
			if a.Name == asked.GetUser().GetName() && a.allows(asked) {
				return authorizer.DecisionAllow, "", nil
			}
		}
		return authorizer.DecisionNoOpinion, "", nil
	}
}

func (a account) allows(asked authorizer.Attributes) bool {
	if a.Rules == nil || !asked.IsResourceRequest() || asked.GetResource() == "selfsubjectaccessreviews" {
		return true
	}
	return slices.ContainsFunc(*a.Rules, func(r rule) bool { return r.allows(asked) })
}

func (r rule) allows(asked authorizer.Attributes) bool {
	resource := asked.GetResource()
	if asked.GetSubresource() != "" {
		resource += "/" + asked.GetSubresource()
	}
	return matches(r.Verbs, asked.GetVerb()) && matches(r.APIGroups, asked.GetAPIGroup()) && matches(r.Resources, resource) &&
		(len(r.ResourceNames) == 0 || slices.Contains(r.ResourceNames, asked.GetName())) &&
		(len(r.Namespaces) == 0 || slices.Contains(r.Namespaces, asked.GetNamespace()))
}

func matches(allowed []string, asked string) bool {
	return slices.Contains(allowed, "*") || slices.Contains(allowed, asked)
}

// accessReviews answers "may I?" (SelfSubjectAccessReview) from the same rules that guard the API.
type accessReviews struct{ authorizer authorizer.Authorizer }

func (accessReviews) New() runtime.Object     { return &authorizationv1.SelfSubjectAccessReview{} }
func (accessReviews) Destroy()                {}
func (accessReviews) NamespaceScoped() bool   { return false }
func (accessReviews) GetSingularName() string { return "selfsubjectaccessreview" }

func (r accessReviews) Create(
	ctx context.Context, object runtime.Object, _ rest.ValidateObjectFunc, _ *metav1.CreateOptions,
) (runtime.Object, error) {
	review, ok := object.(*authorizationv1.SelfSubjectAccessReview)
	if !ok {
		return nil, fmt.Errorf("not a SelfSubjectAccessReview: %T", object)
	}
	who, _ := request.UserFrom(ctx)
	asked := authorizer.AttributesRecord{User: who}
	if attributes := review.Spec.ResourceAttributes; attributes != nil {
		asked.ResourceRequest = true
		asked.Verb, asked.Namespace, asked.Name = attributes.Verb, attributes.Namespace, attributes.Name
		asked.APIGroup, asked.Resource, asked.Subresource = attributes.Group, attributes.Resource, attributes.Subresource
	}
	decision, reason, err := r.authorizer.Authorize(ctx, asked)
	if err != nil {
		return nil, err
	}
	review.Status = authorizationv1.SubjectAccessReviewStatus{Allowed: decision == authorizer.DecisionAllow, Reason: reason}
	return review, nil
}
