package shop.catalog;

import java.util.List;
import java.util.Optional;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
public class Products {

    private static final String COLUMNS = "SELECT sku, title, price_cents FROM products";

    private final JdbcClient jdbc;

    public Products(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public List<Product> all() {
        return jdbc.sql(COLUMNS + " ORDER BY sku").query(Product.class).list();
    }

    public Optional<Product> bySku(String sku) {
        return jdbc.sql(COLUMNS + " WHERE sku = :sku").param("sku", sku).query(Product.class).optional();
    }

    public void put(Product product) {
        jdbc.sql("""
                INSERT INTO products (sku, title, price_cents) VALUES (:sku, :title, :priceCents)
                ON CONFLICT (sku) DO UPDATE SET title = :title, price_cents = :priceCents""")
                .paramSource(product)
                .update();
    }

    public boolean remove(String sku) {
        return jdbc.sql("DELETE FROM products WHERE sku = :sku").param("sku", sku).update() == 1;
    }
}
