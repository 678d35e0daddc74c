/** Tests of accounts; start reading at {@link harbor.screens.account.ShopAccountsTest}. */
@NullMarked
package harbor.screens.account;

import org.jspecify.annotations.NullMarked;
