@org.jspecify.annotations.NullMarked
package harbor.identitydev;
