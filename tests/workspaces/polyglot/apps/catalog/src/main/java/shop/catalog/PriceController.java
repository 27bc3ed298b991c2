package shop.catalog;

import java.util.Locale;
import java.util.Map;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

@RestController
public class PriceController {

    private final Products products;
    private final String currency;

    public PriceController(Products products, @Value("${catalog.currency}") String currency) {
        this.products = products;
        this.currency = currency;
    }

    @GetMapping({"/prices/{sku}", "/v1/prices/{sku}"})
    public Map<String, String> price(@PathVariable String sku) {
        Product product = products.bySku(sku).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        String amount = String.format(Locale.ROOT, "%d.%02d", product.priceCents() / 100, product.priceCents() % 100);
        return Map.of("amount", amount, "currency", currency);
    }
}
