package harbor.clients;

import harbor.kit.client.Channels;
import harbor.kit.client.Read;
import harbor.kit.client.Service;
import harbor.tax.v1.ListTaxRatesRequest;
import harbor.tax.v1.ListTaxRatesResponse;
import harbor.tax.v1.ListTaxRegionsRequest;
import harbor.tax.v1.ListTaxRegionsResponse;
import harbor.tax.v1.QuoteTaxRequest;
import harbor.tax.v1.QuoteTaxResponse;
import harbor.tax.v1.TaxQuote;
import harbor.tax.v1.TaxRegion;
import harbor.tax.v1.TaxServiceGrpc;
import java.util.List;
import java.util.function.Function;

/** Tax by destination and tax class. */
public final class TaxClient {
  /** Where it is. */
  public static final Service<TaxClient> SERVICE = Service.of("tax", 9104, TaxClient::new);

  /** Tax of amounts that go to one destination. */
  public final Read<QuoteTaxRequest, TaxQuote> quote;

  /** The countries that are sold to, whatever is asked. */
  public final Read<Object, List<TaxRegion>> regions;

  /** A page of the rates; for administrators. */
  public final Read<ListTaxRatesRequest, ListTaxRatesResponse> rates;

  /** Over these channels. */
  public TaxClient(Channels tax) {
    quote =
        tax.read(
            TaxServiceGrpc.getQuoteTaxMethod(), Function.identity(), QuoteTaxResponse::getQuote);
    regions =
        tax.read(
            TaxServiceGrpc.getListTaxRegionsMethod(),
            _ -> ListTaxRegionsRequest.getDefaultInstance(),
            ListTaxRegionsResponse::getRegionsList);
    rates =
        tax.read(TaxServiceGrpc.getListTaxRatesMethod(), Function.identity(), Function.identity());
  }
}
