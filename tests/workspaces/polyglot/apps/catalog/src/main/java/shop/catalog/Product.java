package shop.catalog;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.PositiveOrZero;

public record Product(@NotBlank String sku, @NotBlank String title, @PositiveOrZero int priceCents) {
}
