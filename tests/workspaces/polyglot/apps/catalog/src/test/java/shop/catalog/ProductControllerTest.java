package shop.catalog;

import static org.mockito.BDDMockito.given;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.put;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.autoconfigure.web.servlet.WebMvcTest;
import org.springframework.http.MediaType;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.web.servlet.MockMvc;

@WebMvcTest(properties = "catalog.currency=EUR")
class ProductControllerTest {

    @Autowired
    private MockMvc mvc;

    @MockitoBean
    private Products products;

    @Test
    void aPriceIsWrittenWithTwoDigits() throws Exception {
        given(products.bySku("tea")).willReturn(Optional.of(new Product("tea", "Green tea", 905)));
        mvc.perform(get("/v1/prices/tea")).andExpect(jsonPath("$.amount").value("9.05"));
        mvc.perform(get("/products/gold")).andExpect(status().isNotFound());
    }

    @Test
    void aProductKeepsItsSku() throws Exception {
        mvc.perform(put("/products/tea").contentType(MediaType.APPLICATION_JSON)
                        .content("{\"sku\":\"gold\",\"title\":\"Gold\",\"priceCents\":1}"))
                .andExpect(status().isUnprocessableEntity());
    }
}
