package io.barograph.core.source;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SecretOptionsTest {
    @Test
    void noSecretIsLeftInATextThatIsShown() {
        assertThat(
                        SecretOptions.hiddenIn(
                                "CREATE TABLE t (a BIGINT) WITH ('topic' = 'secret plans', 'password'='it''s \\$1',"
                                        + " 'properties.sasl.jaas.config' = 'x required password=\"y\";');\nSELECT 'password' = 'no' FROM t"))
                .isEqualTo("CREATE TABLE t (a BIGINT) WITH ('topic' = 'secret plans', 'password'='(hidden)',"
                        + " 'properties.sasl.jaas.config' = '(hidden)');\nSELECT 'password' = '(hidden)' FROM t");
        assertThat(SecretOptions.hiddenIn("SELECT a FROM 'password.csv' WHERE b = 'x'"))
                .isEqualTo("SELECT a FROM 'password.csv' WHERE b = 'x'");
    }
}
