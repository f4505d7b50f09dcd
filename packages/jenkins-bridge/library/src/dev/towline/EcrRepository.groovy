package dev.towline

import com.cloudbees.groovy.cps.NonCPS

/** Commands that make a repository of Amazon ECR. `name` is a word of the shell. */
class EcrRepository {
    /** Succeeds where the repository is there. */
    @NonCPS
    static String describe(Map registry, String name) {
        return "${command(registry, 'describe-repositories')} --repository-names ${name}"
    }

    /** Makes it; to be followed by {@link #settings}. */
    @NonCPS
    static String create(Map registry, String name) {
        return "${command(registry, 'create-repository')} --repository-name ${name} "
    }

    /** What it is made with, as words. `wanted` is `ensureRepository` of the model. */
    @NonCPS
    static List settings(Map registry, Map wanted, Map mutability) {
        if (registry.kind == 'ecr-public') return []
        List filters = mutability.except
        String kind = (mutability.kind == 'immutable' ? 'IMMUTABLE' : 'MUTABLE') + (filters.isEmpty() ? '' : '_WITH_EXCLUSION')
        List words = ['--image-scanning-configuration', 'scanOnPush=' + wanted.scanOnPush, '--image-tag-mutability', kind]
        if (!filters.isEmpty()) {
            words.add('--image-tag-mutability-exclusion-filters')
            for (String filter : filters) words.add('filterType=WILDCARD,filter=' + filter)
        }
        String key = wanted.encryption.key == null ? '' : ',kmsKey=' + wanted.encryption.key
        words.add('--encryption-configuration')
        words.add(wanted.encryption.kind == 'aes256' ? 'encryptionType=AES256' : 'encryptionType=KMS' + key)
        return words
    }

    /** Sets which images it keeps; to be followed by {@link #policy}. */
    @NonCPS
    static String keep(Map registry, String name) {
        return "${command(registry, 'put-lifecycle-policy')} --repository-name ${name} --lifecycle-policy-text "
    }

    /** Which images it keeps, as JSON; null where nothing is said. */
    @NonCPS
    static String policy(Map registry, Map wanted) {
        List rules = []
        if (wanted.expireUntaggedDays != null) {
            rules.add([tagStatus: 'untagged', countType: 'sinceImagePushed', countUnit: 'days', countNumber: wanted.expireUntaggedDays])
        }
        if (wanted.keepImages != null) rules.add([tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: wanted.keepImages])
        if (rules.isEmpty() || registry.kind == 'ecr-public') return null
        List numbered = []
        for (Map selection : rules) {
            numbered.add([rulePriority: numbered.size() + 1, selection: selection, action: [type: 'expire']])
        }
        return groovy.json.JsonOutput.toJson([rules: numbered])
    }

    @NonCPS
    private static String command(Map registry, String action) {
        if (registry.kind == 'ecr-public') return "aws ecr-public ${action} --region us-east-1"
        return "aws ecr ${action} --registry-id ${registry.account} --region ${registry.region}"
    }
}
