package shop.catalog;

import java.util.List;

import jakarta.validation.Valid;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

@RestController
@RequestMapping("/products")
public class ProductController {

    private final Products products;

    public ProductController(Products products) {
        this.products = products;
    }

    @GetMapping
    public List<Product> all() {
        return products.all();
    }

    @GetMapping("/{sku}")
    public Product read(@PathVariable String sku) {
        return products.bySku(sku).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }

    @PutMapping("/{sku}")
    public Product put(@PathVariable String sku, @Valid @RequestBody Product product) {
        if (!sku.equals(product.sku())) {
            throw new ResponseStatusException(HttpStatus.UNPROCESSABLE_ENTITY, "The path names another product");
        }
        products.put(product);
        return product;
    }

    @DeleteMapping("/{sku}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    public void remove(@PathVariable String sku) {
        if (!products.remove(sku)) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        }
    }

    @RequestMapping(path = "/count", method = RequestMethod.GET)
    public int count() {
        return products.all().size();
    }
}
