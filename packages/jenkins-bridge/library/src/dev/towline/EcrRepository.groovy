package dev.towline

import com.cloudbees.groovy.cps.NonCPS

/** Repositories of Amazon ECR that are made where they are missing. */
class EcrRepository {
    /** A command for a POSIX shell. `name` has the prefix of the registry, but not the alias of the public gallery; `wanted` is `ensureRepository`. */
    @NonCPS
    static String command(Map registry, String name, Map wanted, Map mutability) {
        String repository = '--repository-name ' + Text.sh(name)
        if (registry.kind == 'ecr-public') {
            String aws = 'aws ecr-public --region us-east-1'
            return "${aws} describe-repositories --repository-names ${Text.sh(name)} || ${aws} create-repository ${repository}"
        }
        String aws = 'aws ecr --region ' + registry.region
        String described = "${aws} describe-repositories --registry-id ${registry.account} --repository-names ${Text.sh(name)}"
        String created = "${aws} create-repository --registry-id ${registry.account} ${repository}" +
            " --image-scanning-configuration scanOnPush=${wanted.scanOnPush}" +
            mutabilityOf(mutability) + encryptionOf(wanted.encryption)
        String rules = policyOf(wanted)
        String policy = rules == null ? '' :
            " && ${aws} put-lifecycle-policy --registry-id ${registry.account} ${repository} --lifecycle-policy-text ${Text.sh(rules)}"
        return "${described} || { ${created}${policy}; }"
    }

    @NonCPS
    private static String mutabilityOf(Map mutability) {
        String kind = mutability.kind == 'immutable' ? 'IMMUTABLE' : 'MUTABLE'
        if (mutability.except.isEmpty()) return ' --image-tag-mutability ' + kind
        List filters = mutability.except.collect { Text.sh('filterType=WILDCARD,filter=' + it) }
        return " --image-tag-mutability ${kind}_WITH_EXCLUSION --image-tag-mutability-exclusion-filters ${filters.join(' ')}"
    }

    @NonCPS
    private static String encryptionOf(Map encryption) {
        if (encryption.kind == 'aes256') return ' --encryption-configuration encryptionType=AES256'
        String key = encryption.key == null ? '' : ',kmsKey=' + encryption.key
        return ' --encryption-configuration ' + Text.sh('encryptionType=KMS' + key)
    }

    @NonCPS
    private static String policyOf(Map wanted) {
        List rules = []
        if (wanted.expireUntaggedDays != null) {
            rules.add(rule(1, [tagStatus: 'untagged', countType: 'sinceImagePushed', countUnit: 'days', countNumber: wanted.expireUntaggedDays]))
        }
        if (wanted.keepImages != null) {
            rules.add(rule(2, [tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: wanted.keepImages]))
        }
        return rules.isEmpty() ? null : groovy.json.JsonOutput.toJson([rules: rules])
    }

    @NonCPS
    private static Map rule(int priority, Map selection) {
        return [rulePriority: priority, selection: selection, action: [type: 'expire']]
    }
}
